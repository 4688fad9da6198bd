using Personalization.Abstractions.Identity;
using Personalization.Discovery.Contracts;
using Personalization.Profiles.Contracts;
using Personalization.Storefront.Api.Catalogue;
using Personalization.Storefront.Api.Http;
using Personalization.Storefront.Api.Searching;
using Personalization.Storefront.Api.Telemetry;
using Personalization.Storefront.Recommending;
using Personalization.Storefront.Searching;
using Personalization.Storefront.Shoppers;

namespace Personalization.Storefront.Api.Recommending;

/// <summary>One context, all slots, one answer: from the cache when nothing it follows from has changed.</summary>
internal sealed class PersonalRecommendations(SearchParts parts, RecommendationCache cache, CatalogueCopy catalogue, StorefrontInstruments instruments, Ids ids, TimeProvider time)
{
    /// <param name="store">The store.</param>
    /// <param name="name">The shopper; null nobody.</param>
    /// <param name="asked">What is wanted; the shopper is added here.</param>
    /// <param name="minVersion">A version the shopper's state must not be older than.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async Task<RecommendationAnswer> RecommendAsync(StoreId store, ShopperName? name, RecommendRequest asked, string? minVersion, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        ShopperContext? shopper = null;
        string? failure = null;
        if (name is { } shopperName)
        {
            shopper = await parts.GetContextAsync(shopperName.In(store), minVersion, patient: false, cancellationToken, orders: true);
            failure = shopper is null ? Reasons.ProfilesUnavailable : null;
        }

        var usable = shopper is { Switches.Enabled: true } ? shopper : null;
        var model = catalogue.ModelOf(store.Value);
        var key = Key(asked, name, usable, catalogue.Of(store).Version, model);
        ListReply? reply = null;
        var cacheable = failure is null && shopper is not { Degraded: true };
        var isHit = cacheable && cache.TryGet(key, out reply);
        if (failure is null)
        {
            instruments.Cached(isHit);
        }

        if (!isHit || reply is null)
        {
            (reply, var byDiscovery) = await parts.RecommendAsync(asked with { Shopper = usable }, cancellationToken);
            failure = byDiscovery ? failure : Reasons.DiscoveryUnavailable;

            // While a swap is on its way, a replica that has not taken it yet would leave its list under the new model's key.
            if (cacheable && byDiscovery && reply.ModelVersion == model)
            {
                cache.Put(key, reply);
            }
        }

        return new RecommendationAnswer
        {
            Slots = reply.Lists,
            Personalization = ResponseCompiler.Section(reply.Ranking, shopper, failure, time.GetElapsedTime(started)),
            Version = shopper?.Version,
            ListId = ids.Next(),
        };
    }

    /// <summary>Lengths stand before texts, so that no two requests share a key.</summary>
    private static string Key(RecommendRequest asked, ShopperName? name, ShopperContext? shopper, string catalogueVersion, string? model)
    {
        string[] texts =
        [
            asked.StoreId, catalogueVersion, model ?? "", shopper is null ? "" : $"{name!.Value.Kind}{name.Value.Id}", shopper?.Version ?? "", $"{asked.Limit}{asked.Explain}",
            asked.Product ?? "", asked.FaceShape ?? "", string.Join(',', asked.Slots), .. asked.Cart,
        ];
        return string.Join('\n', texts.Select(text => $"{text.Length}:{text}"));
    }
}
