namespace Personalization.Discovery.Ranking;

/// <summary>
/// Weights of the personal order, in nats (natural logarithms of odds) beside ln(popularity): +0.7 counts as much as twice the popularity.
/// The defaults were chosen on the replay protocol P1, where they are flat: halving or doubling one changes the result by less than a percent.
/// </summary>
public sealed record RankingOptions
{
    /// <summary>How many of the best standard hits are re-ranked; the shopper's own products always are. Products.</summary>
    public int Candidates { get; init; } = 1000;

    /// <summary>Own purchases count OwnWeight x ln(1 + OwnSlope x purchases).</summary>
    public double OwnWeight { get; init; } = 2;

    public double OwnSlope { get; init; } = 20;

    /// <summary>A product with signals but no purchase counts this times its score (-1..1).</summary>
    public double OwnInterest { get; init; } = 1.5;

    /// <summary>A returned or rejected product loses this times its score.</summary>
    public double OwnRejection { get; init; } = 4;

    /// <summary>Prior events of the lift: the more, the slower a taste is believed. Events.</summary>
    public double LiftPrior { get; init; } = 5;

    /// <summary>Bound of one lift, either side.</summary>
    public double LiftBound { get; init; } = 3;

    /// <summary>A score at or above this makes each event count fully; below, in proportion. 0..1.</summary>
    public double FullScore { get; init; } = .1;

    /// <summary>Weight of the lifts of a long history.</summary>
    public double TasteWeight { get; init; } = .2;

    /// <summary>Added to <see cref="TasteWeight"/> for a new shopper, halved at <see cref="NewShopperEvents"/>: little is known, so what is known decides.</summary>
    public double NewShopperWeight { get; init; } = .7;

    /// <summary>Events after which half of <see cref="NewShopperWeight"/> is gone.</summary>
    public double NewShopperEvents { get; init; } = 3;

    /// <summary>What the shopper looks at just now counts on top, this times its lift: one click must show on the next page.</summary>
    public double SessionWeight { get; init; } = 2;

    /// <summary>Prior views of the session's lift. Views.</summary>
    public double SessionPrior { get; init; } = 1;

    /// <summary>Half of a view's session weight is gone after this.</summary>
    public TimeSpan SessionHalfLife { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The latest views that make a session. Products.</summary>
    public int SessionViews { get; init; } = 10;

    /// <summary>A dislike of 1 counts this times the rarity ln(1/share) of the value, which is bounded by <see cref="LiftBound"/>.</summary>
    public double DislikeWeight { get; init; } = 6;

    /// <summary>Bound of one dislike.</summary>
    public double DislikeBound { get; init; } = 5;

    /// <summary>What fits the moment: time of day, meal, day, season, weather.</summary>
    public double ContextWeight { get; init; } = .3;

    /// <summary>A product due by the shopper's own rhythm.</summary>
    public double DueWeight { get; init; } = .5;

    /// <summary>A price beyond the shopper's usual loses this times ln(price / usual high), at most this.</summary>
    public double PriceWeight { get; init; } = .5;

    /// <summary>Liking that lifts a product by one band of text relevance.</summary>
    public double NatsPerBand { get; init; } = 1;

    /// <summary>At most so many bands up: a liked product never passes a text match that is clearly better than that.</summary>
    public int MaxPromotion { get; init; } = 3;

    /// <summary>Dislike that drops a product by one band.</summary>
    public double NatsPerDemotion { get; init; } = 1.5;

    public int MaxDemotion { get; init; } = 2;

    /// <summary>The best standard results of a query that never leave the first page.</summary>
    public int Protected { get; init; } = 3;

    /// <summary>Results of a first page.</summary>
    public int FirstPage { get; init; } = 20;

    /// <summary>Personal contributions from this on make a result `personalized`.</summary>
    public double Noticeable { get; init; } = .05;
}
