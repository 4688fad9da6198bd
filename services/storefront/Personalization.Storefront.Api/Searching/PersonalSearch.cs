using Personalization.Abstractions.Identity;
using Personalization.Discovery.Contracts;
using Personalization.Profiles.Contracts;
using Personalization.Storefront.Api.Http;
using Personalization.Storefront.Searching;
using Personalization.Storefront.Shoppers;

namespace Personalization.Storefront.Api.Searching;

/// <summary>One context, one list, one answer.</summary>
internal sealed class PersonalSearch(SearchParts parts, Ids ids, TimeProvider time)
{
    /// <param name="store">The store.</param>
    /// <param name="body">What is searched, and for whom.</param>
    /// <param name="patient">True in the warm-up.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async Task<SearchAnswer> SearchAsync(StoreId store, SearchBody body, bool patient, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var (shopper, failure) = await ReadShopperAsync(store, body.Shopper, body.MinVersion, patient, cancellationToken);
        var request = new SearchRequest
        {
            StoreId = store.Value,
            Query = body.Query,
            Limit = body.Limit,
            Offset = body.Offset,
            Filters = body.Filters,
            Context = body.Context,
            Shopper = Usable(shopper),
            Explain = body.Explain,
            Facets = body.Facets,
        };
        var (reply, byDiscovery) = await parts.SearchAsync(request, patient, cancellationToken);
        return ResponseCompiler.Search(
            reply, shopper, byDiscovery ? failure : Reasons.DiscoveryUnavailable, ids.Next(), time.GetElapsedTime(started));
    }

    public async Task<SuggestAnswer> SuggestAsync(
        StoreId store, string text, ShopperName? name, int limit, string? minVersion, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var (shopper, failure) = await ReadShopperAsync(store, name, minVersion, patient: false, cancellationToken);
        var request = new SuggestRequest { StoreId = store.Value, Text = text, Limit = limit, Shopper = Usable(shopper) };
        var (reply, byDiscovery) = await parts.SuggestAsync(request, cancellationToken);
        return ResponseCompiler.Suggest(reply, shopper, byDiscovery ? failure : Reasons.DiscoveryUnavailable, time.GetElapsedTime(started));
    }

    private async Task<(ShopperContext? Shopper, string? Failure)> ReadShopperAsync(
        StoreId store, ShopperName? name, string? minVersion, bool patient, CancellationToken cancellationToken)
    {
        if (name is not { } shopper)
        {
            return (null, null);
        }

        var context = await parts.GetContextAsync(shopper.In(store), minVersion, patient, cancellationToken);
        return (context, context is null ? Reasons.ProfilesUnavailable : null);
    }

    /// <summary>Whoever turned personalization off gets the standard order by construction: discovery is not told who asks.</summary>
    private static ShopperContext? Usable(ShopperContext? shopper) => shopper is { Switches.Enabled: true } ? shopper : null;
}
