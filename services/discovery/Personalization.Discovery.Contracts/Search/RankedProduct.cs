using System.Text.Json.Serialization;

namespace Personalization.Discovery.Contracts;

public sealed record RankedProduct
{
    public required Product Product { get; init; }

    public double Score { get; init; }

    /// <summary>1-based place in the standard order of the same query and filters.</summary>
    public int StandardRank { get; init; }

    /// <summary>True when the shopper's preferences or history contributed to the score.</summary>
    public bool Personalized { get; init; }

    /// <summary>Short labels for the card, such as "Personalized for you", "Your usual", "Vegan match".</summary>
    public IReadOnlyList<string> Badges { get; init => field = value ?? []; } = [];

    /// <summary>Sentences for the shopper, the strongest first, such as "You often buy plant-based products".</summary>
    public IReadOnlyList<string> Reasons { get; init => field = value ?? []; } = [];

    /// <summary>Null where nothing is known of how many this shopper buys.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public decimal? SuggestedQuantity { get; init; }
}
