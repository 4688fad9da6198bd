using System.Collections.Immutable;
using Personalization.Profiles.Carts;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.Idempotency;
using Personalization.Profiles.Learning;
using Personalization.Profiles.Lists;
using Personalization.Profiles.Merging;
using Personalization.Profiles.Purchases;
using Personalization.Profiles.Sessions;
using Personalization.Profiles.Views;

namespace Personalization.Profiles.State;

/// <summary>
/// All that is held of one shopper: a value. A turn makes a new one; a part that the turn left alone is the same instance,
/// which is how the host knows what to write. Times are Unix milliseconds.
/// </summary>
public sealed record ShopperState
{
    /// <summary>One instance, so that "never changed" can be told by reference. It stands before <see cref="Empty"/>, which needs it.</summary>
    public static PersonalizationSwitches DefaultSwitches { get; } = new();

    public static ShopperState Empty { get; } = new();

    /// <summary>True for what a former release stored: its preferences are written again as a whole by the next turn.</summary>
    public bool IsOfFormerFormat { get; init; }

    /// <summary>Number of committed turns that changed something.</summary>
    public long Version { get; init; }

    /// <summary>Incarnation of the host whose journal was last replayed into this state; empty when none was.</summary>
    public string ReplayedFrom { get; init; } = "";

    /// <summary>Newest journal entry of <see cref="ReplayedFrom"/> that this state contains.</summary>
    public long ReplayedThrough { get; init; }

    /// <summary>Null until the first signal.</summary>
    public DecayScale? Scale { get; init; }

    public ImmutableDictionary<string, FeatureSum> Categories { get; init; } = ImmutableDictionary<string, FeatureSum>.Empty;

    public ImmutableDictionary<string, FeatureSum> Attributes { get; init; } = ImmutableDictionary<string, FeatureSum>.Empty;

    public ImmutableDictionary<string, FeatureSum> Brands { get; init; } = ImmutableDictionary<string, FeatureSum>.Empty;

    /// <summary>Decayed sum of all signals of products that have attributes: the whole that a diet has a share of.</summary>
    public double AttributedSum { get; init; }

    /// <summary>Distinct events of teaching types.</summary>
    public int Events { get; init; }

    /// <summary>Newest timestamp among all events: the clock of limits that need one.</summary>
    public long NewestAt { get; init; }

    /// <summary>When the newest accepted event was received.</summary>
    public long UpdatedAt { get; init; }

    public ImmutableDictionary<string, ProductSum> Products { get; init; } = ImmutableDictionary<string, ProductSum>.Empty;

    /// <summary>Newest first, a product once.</summary>
    public ImmutableArray<RecentTouch> Recent { get; init; } = [];

    public OrderHistory Orders { get; init; } = OrderHistory.Empty;

    public ImmutableDictionary<string, ImmutableArray<DwellView>> Dwells { get; init; } = ImmutableDictionary<string, ImmutableArray<DwellView>>.Empty;

    public ImmutableDictionary<string, ProductWatch> Candidates { get; init; } = ImmutableDictionary<string, ProductWatch>.Empty;

    public ImmutableDictionary<ulong, ListMemory> Lists { get; init; } = ImmutableDictionary<ulong, ListMemory>.Empty;

    public ImmutableArray<SessionMark> Sessions { get; init; } = [];

    public SeenIds Seen { get; init; } = SeenIds.Empty;

    public CartState Cart { get; init; } = CartState.Empty;

    public PersonalizationSwitches Switches { get; init; } = DefaultSwitches;

    /// <summary>Idempotency keys of the last day, oldest first.</summary>
    public ImmutableArray<KeyUse> Keys { get; init; } = [];

    public MergeTrail Merges { get; init; } = MergeTrail.Empty;

    public ImmutableDictionary<string, FeatureSum> Of(FeatureKind kind) => kind switch
    {
        FeatureKind.Category => Categories,
        FeatureKind.Attribute => Attributes,
        _ => Brands,
    };

    public ShopperState With(FeatureKind kind, ImmutableDictionary<string, FeatureSum> sums) => kind switch
    {
        FeatureKind.Category => this with { Categories = sums },
        FeatureKind.Attribute => this with { Attributes = sums },
        _ => this with { Brands = sums },
    };
}
