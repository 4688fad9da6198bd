namespace Personalization.Decisions.Tests.State;

/// <summary>What a caller hears of a commit that succeeded, as when the sidecar is killed after it.</summary>
internal enum CommitAnswer
{
    Comes,

    /// <summary>That it was refused, without a reason.</summary>
    IsNo,

    /// <summary>Nothing.</summary>
    IsLost,
}
