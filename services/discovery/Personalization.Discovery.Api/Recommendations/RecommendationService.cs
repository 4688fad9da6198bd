using Microsoft.Extensions.Options;
using Personalization.Discovery.Api.Catalogue;
using Personalization.Discovery.Api.Search;
using Personalization.Discovery.Api.Telemetry;
using Personalization.Discovery.Contracts;
using Personalization.Discovery.Moments;
using Personalization.Discovery.Recommendations;
using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Api.Recommendations;

/// <summary>Answers recommendations from the catalogue and the models in force.</summary>
internal sealed class RecommendationService(
    LiveCatalogues catalogues, LiveRecommendations live, IShopperContexts shoppers, DiscoveryInstruments instruments, IOptions<DiscoveryOptions> options, TimeProvider time)
{
    private readonly Recommender _recommender = new(options.Value.Recommendations);
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);

    public async Task<RecommendReply> RecommendAsync(RecommendRequest request, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        if (catalogues.Of(request.StoreId) is not { } store)
        {
            return new RecommendReply { Slots = request.Slots.Distinct(StringComparer.Ordinal).ToDictionary(slot => slot, IReadOnlyList<RecommendedProduct> (_) => []), IndexVersion = "0" };
        }

        var shopper = request.Shopper;
        var isAway = false;
        if (shopper is null && request.ShopperActorId is { } actorId)
        {
            shopper = await shoppers.FindAsync(actorId, request.MinVersion, orders: true, cancellationToken);
            isAway = shopper is null;
        }

        var usable = shopper is not null && shopper.Switches.IsOn(FeatureNames.Recommendations) ? shopper : null;
        var now = time.GetUtcNow();
        var scene = new RecommendationScene
        {
            Ranker = store.Ranker,
            Model = live.Of(request.StoreId).Model,
            CoViews = live.Of(request.StoreId).CoViews,
            Options = options.Value.Recommendations,
            Shopper = usable,
            Product = request.Product,
            Cart = request.Cart,
            FaceShape = request.FaceShape,
            Context = Moment.Complete(null, TimeZoneInfo.ConvertTime(now, _zone), options.Value.SouthernHemisphere),
            Now = now,
            Explain = request.Explain,
        };
        var slots = _recommender.Recommend(scene, request.Slots, Math.Clamp(request.Limit, 1, RecommendationOptions.MaxLimit));
        var isPersonal = usable is not null && slots.Values.Any(slot => slot.Any(found => found.IsPersonal));
        var reason = isAway ? Reasons.ProfilesUnavailable : shopper is { Degraded: true } ? shopper.Reason : live.IsLoaded ? null : Reasons.ModelsLoading;
        var isDegraded = isAway || shopper is { Degraded: true } || !live.IsLoaded;
        instruments.Searched("recommend", isDegraded ? "degraded" : isPersonal ? "personalized" : "standard", time.GetElapsedTime(started));
        return new RecommendReply
        {
            Slots = slots.ToDictionary(slot => slot.Key, slot => (IReadOnlyList<RecommendedProduct>)[.. slot.Value.Select(found => Product(found, store, usable))], StringComparer.Ordinal),
            IndexVersion = store.Catalogue.Version,
            ModelVersion = scene.Model.Version,
            Ranking = new RankingSummary
            {
                Active = isPersonal,
                Features = isPersonal ? Features(slots) : [],
                Confidence = isPersonal ? usable!.Events / (usable.Events + 10.0) : 0,
                Degraded = isDegraded,
                Reason = reason,
            },
        };
    }

    private static RecommendedProduct Product(Suggested found, StoreCatalogue store, ShopperContext? shopper) => new()
    {
        Product = store.Catalogue.Find(found.ProductId)!,
        Score = Math.Round(found.Score, 6),
        Reasons = found.Reasons,
        Due = found.Due,
        SuggestedQuantity = shopper is not null && shopper.Switches.IsOn(FeatureNames.QuantitySuggestions) ? found.Quantity : null,
    };

    private static IReadOnlyList<string> Features(IReadOnlyDictionary<string, IReadOnlyList<Suggested>> slots) =>
    [
        FeatureNames.Recommendations,
        .. slots.GetValueOrDefault(SlotNames.Reminders) is { Count: > 0 } ? [FeatureNames.ReorderReminders] : (IEnumerable<string>)[],
        .. slots.Values.Any(slot => slot.Any(found => found.Quantity is not null)) ? [FeatureNames.QuantitySuggestions] : (IEnumerable<string>)[],
    ];
}
