namespace Personalization.Profiles.Contracts;

/// <summary>What a shopper bought at one time.</summary>
public sealed record PastOrder
{
    /// <summary>Unix milliseconds, of its first line.</summary>
    public long At { get; init; }

    /// <summary>Each once, in ordinal order.</summary>
    public IReadOnlyList<string> Products { get => field ?? []; init; } = [];

    /// <summary>Units of each product.</summary>
    public IReadOnlyList<double> Quantities { get => field ?? []; init; } = [];
}
