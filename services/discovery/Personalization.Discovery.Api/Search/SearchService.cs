using Microsoft.Extensions.Options;
using Personalization.Discovery.Api.Catalogue;
using Personalization.Discovery.Api.Telemetry;
using Personalization.Discovery.Contracts;
using Personalization.Discovery.Moments;
using Personalization.Discovery.Ranking;
using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Api.Search;

/// <summary>Answers searches and suggestions from the catalogue in force.</summary>
internal sealed class SearchService(LiveCatalogues live, IShopperContexts shoppers, CommonQueries common, DiscoveryInstruments instruments, IOptions<DiscoveryOptions> options, TimeProvider time)
{
    /// <summary>Of a store that has no catalogue.</summary>
    private const string NoVersion = "0";

    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);

    public async Task<SearchReply> SearchAsync(SearchRequest request, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        if (live.Of(request.StoreId) is not { } store)
        {
            return new SearchReply { IndexVersion = NoVersion };
        }

        if (request.Offset == 0)
        {
            common.Hear(request.StoreId, request.Query);
        }

        var shopper = request.Shopper;
        var isAway = false;
        if (shopper is null && request.ShopperActorId is { } actorId)
        {
            shopper = await shoppers.FindAsync(actorId, request.MinVersion, orders: false, cancellationToken);
            isAway = shopper is null;
        }

        var now = time.GetUtcNow();
        var moment = PersonalRanker.Applies(shopper, request.Context)
            ? Moment.Complete(request.Context, TimeZoneInfo.ConvertTime(now, _zone), options.Value.SouthernHemisphere)
            : request.Context;
        var reply = store.Ranker.Search(request with { Context = moment }, shopper, now);
        if (isAway || shopper is { Degraded: true })
        {
            reply = reply with { Ranking = reply.Ranking with { Degraded = true, Reason = isAway ? Reasons.ProfilesUnavailable : shopper!.Reason } };
        }

        instruments.Searched("search", reply.Ranking.Degraded ? "degraded" : reply.Ranking.Active ? "personalized" : "standard", time.GetElapsedTime(started));
        return reply;
    }

    public SuggestReply Suggest(SuggestRequest request)
    {
        var started = time.GetTimestamp();
        if (live.Of(request.StoreId) is not { } store)
        {
            return new SuggestReply { IndexVersion = NoVersion };
        }

        var reply = store.Ranker.Suggest(request, time.GetUtcNow());
        instruments.Searched("suggest", reply.Ranking.Active ? "personalized" : "standard", time.GetElapsedTime(started));
        return reply;
    }
}
