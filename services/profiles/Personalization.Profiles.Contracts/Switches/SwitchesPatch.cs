namespace Personalization.Profiles.Contracts;

/// <summary>What is absent stays as it was. Unknown feature names are refused by the edge.</summary>
public sealed record SwitchesPatch
{
    public bool? Enabled { get; init; }

    public IReadOnlyDictionary<string, bool>? Features { get; init; }

    /// <summary>Repeats of the same key and body answer as the first did; the same key with another body is a conflict.</summary>
    public string? IdempotencyKey { get; init; }
}
