namespace Personalization.Discovery.Contracts;

public sealed record RecommendedProduct
{
    public required Product Product { get; init; }

    /// <summary>Falls along what one strategy found; scores of different strategies do not compare.</summary>
    public double Score { get; init; }

    /// <summary>Sentences for the shopper, the strongest first; at least one.</summary>
    public IReadOnlyList<string> Reasons { get; init => field = value ?? []; } = [];

    /// <summary>When it is due again, of reminders.</summary>
    public DateTimeOffset? Due { get; init; }

    public decimal? SuggestedQuantity { get; init; }
}
