using Personalization.Discovery.Contracts;
using Personalization.Profiles.Contracts;

namespace Personalization.Storefront.Searching;

/// <summary>
/// Makes public answers of what the parts said: which of them answered, what they did, and whether the answer is less
/// than it could be.
/// </summary>
public static class ResponseCompiler
{
    /// <param name="reply">The ranked list.</param>
    /// <param name="shopper">The context that was read; null for nobody, or when it could not be read.</param>
    /// <param name="failure">Why a part was away (<see cref="Reasons"/>); null when all answered.</param>
    /// <param name="listId">The new list's id.</param>
    /// <param name="elapsed">Time spent.</param>
    public static SearchAnswer Search(ListReply reply, ShopperContext? shopper, string? failure, string listId, TimeSpan elapsed)
    {
        return new SearchAnswer
        {
            Results = reply.Lists,
            Total = reply.Total,
            Facets = reply.Facets,
            Personalization = Section(reply.Ranking, shopper, failure, elapsed),
            Version = shopper?.Version,
            ListId = listId,
            IndexVersion = reply.IndexVersion,
        };
    }

    public static SuggestAnswer Suggest(SuggestReply reply, ShopperContext? shopper, string? failure, TimeSpan elapsed) =>
        new(reply.Suggestions, Section(reply.Ranking, shopper, failure, elapsed));

    /// <summary>What personalization did to an answer, and why it is less than it could be.</summary>
    public static PersonalizationSection Section(RankingSummary ranking, ShopperContext? shopper, string? failure, TimeSpan elapsed)
    {
        var reason = failure
            ?? (shopper is { Degraded: true } ? shopper.Reason ?? Reasons.StateUnavailable : null)
            ?? (ranking.Degraded ? ranking.Reason ?? Reasons.BudgetExceeded : null);
        return new PersonalizationSection
        {
            Active = ranking.Active,
            Features = ranking.Features,
            Confidence = double.IsFinite(ranking.Confidence) ? Math.Round(Math.Clamp(ranking.Confidence, 0, 1), 4) : 0,
            Degraded = reason is not null,
            Reason = reason,
            LatencyMs = Math.Round(elapsed.TotalMilliseconds, 3),
        };
    }
}
