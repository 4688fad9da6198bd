namespace Personalization.Storefront.Shoppers;

/// <summary>The answer of `GET` and `PUT /api/users/{id}/personalization`.</summary>
public sealed record SwitchesAnswer
{
    public required bool Enabled { get; init; }

    public required IReadOnlyDictionary<string, bool> Features { get; init; }

    public string? Version { get; init; }

    public bool? Degraded { get; init; }

    public string? Reason { get; init; }
}
