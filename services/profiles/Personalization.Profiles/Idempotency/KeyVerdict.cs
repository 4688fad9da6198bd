namespace Personalization.Profiles.Idempotency;

/// <summary>What an `Idempotency-Key` says of a request.</summary>
public enum KeyVerdict
{
    /// <summary>No key, or one not used within a day.</summary>
    New,

    /// <summary>The same request was done: answer, change nothing.</summary>
    Repeat,

    /// <summary>The key was used for another request.</summary>
    Conflict,
}
