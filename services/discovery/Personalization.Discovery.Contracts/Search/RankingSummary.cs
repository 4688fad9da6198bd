namespace Personalization.Discovery.Contracts;

/// <summary>What personalization did to one list; the storefront's response compiler makes the public section of it.</summary>
public sealed record RankingSummary
{
    /// <summary>True when preferences took part in the ranking.</summary>
    public bool Active { get; init; }

    /// <summary>Features used, by the names of the shopper's switches and `context`.</summary>
    public IReadOnlyList<string> Features { get; init => field = value ?? []; } = [];

    /// <summary>0..1: how much evidence stands behind the personal part.</summary>
    public double Confidence { get; init; }

    public bool Degraded { get; init; }

    public string? Reason { get; init; }
}
