namespace Personalization.Decisions.Contracts;

/// <summary>Values of `state` of a reward's or an activation's answer.</summary>
public static class RewardStates
{
    /// <summary>Joined to its decision, which is learned when its wait window closes.</summary>
    public const string Waiting = "waiting";

    /// <summary>The window was closed: the model is corrected.</summary>
    public const string Late = "late";

    /// <summary>The decision is not known yet: kept for an hour.</summary>
    public const string Early = "early";

    /// <summary>The decision has as many rewards as are kept.</summary>
    public const string Full = "full";

    /// <summary>There is no such decision, or not any more.</summary>
    public const string Unknown = "unknown";
}
