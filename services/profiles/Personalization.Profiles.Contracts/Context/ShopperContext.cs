using System.Collections.ObjectModel;

namespace Personalization.Profiles.Contracts;

/// <summary>
/// Everything a page needs of one shopper, in one trip: the storefront asks once and hands it to discovery.
/// Scores are read at the time of the call: decayed, squashed.
/// </summary>
public sealed record ShopperContext
{
    /// <summary>An opaque string of this shopper's state; null for a shopper that was never seen.</summary>
    public string? Version { get; init; }

    public bool Degraded { get; init; }

    /// <summary>One of <see cref="Reasons"/> when degraded.</summary>
    public string? Reason { get; init; }

    /// <summary>Set when the shopper was merged away: ask there. An actor id.</summary>
    public string? MovedTo { get; init; }

    public PersonalizationSwitches Switches { get => field ?? new(); init; } = new();

    public IReadOnlyDictionary<string, Affinity> Categories { get => field ?? ReadOnlyDictionary<string, Affinity>.Empty; init; } = ReadOnlyDictionary<string, Affinity>.Empty;

    public IReadOnlyDictionary<string, Affinity> Attributes { get => field ?? ReadOnlyDictionary<string, Affinity>.Empty; init; } = ReadOnlyDictionary<string, Affinity>.Empty;

    public IReadOnlyDictionary<string, Affinity> Brands { get => field ?? ReadOnlyDictionary<string, Affinity>.Empty; init; } = ReadOnlyDictionary<string, Affinity>.Empty;

    /// <summary>Products with a history of their own, the strongest and latest first to be kept (bounded).</summary>
    public IReadOnlyDictionary<string, ProductAffinity> Products { get => field ?? ReadOnlyDictionary<string, ProductAffinity>.Empty; init; } = ReadOnlyDictionary<string, ProductAffinity>.Empty;

    /// <summary>Inferred diets, such as `vegan`, strongest first.</summary>
    public IReadOnlyList<string> Dietary { get => field ?? []; init; } = [];

    public IReadOnlyList<ReorderDue> Reorder { get => field ?? []; init; } = [];

    public PriceBand? PriceBand { get; init; }

    /// <summary>All that was bought in the last two years, oldest first; empty unless it was asked for (<see cref="ContextRequest.Orders"/>).</summary>
    public IReadOnlyList<PastOrder> Orders { get => field ?? []; init; } = [];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<RecentView> Recent { get => field ?? []; init; } = [];

    /// <summary>Number of distinct events that taught something.</summary>
    public int Events { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }
}
