using Microsoft.Extensions.Options;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Naming;
using Personalization.Discovery.Contracts;
using Personalization.Profiles.Contracts;
using Personalization.Storefront.Api.Catalogue;
using Personalization.Storefront.Api.Options;
using Personalization.Storefront.Api.Parts;
using Personalization.Storefront.Api.Shoppers;
using Personalization.Storefront.Api.Telemetry;
using Personalization.Storefront.Catalogue;

namespace Personalization.Storefront.Api.Searching;

/// <summary>Asks profiles for the shopper and discovery for the list, each in its budget, and knows what stands in for either.</summary>
internal sealed class SearchParts
{
    private readonly ShopperClient _shoppers;
    private readonly IDiscoveryPort _port;
    private readonly CatalogueCopy _catalogue;
    private readonly BudgetedPart _profiles;
    private readonly BudgetedPart _discovery;
    private readonly BudgetOptions _budgets;
    private readonly TimeProvider _time;

    public SearchParts(
        ShopperClient shoppers,
        ProfilesPart profiles,
        IDiscoveryPort discovery,
        CatalogueCopy catalogue,
        StorefrontInstruments instruments,
        IOptions<BudgetOptions> options,
        TimeProvider time)
    {
        (_shoppers, _port, _catalogue, _budgets, _time) = (shoppers, discovery, catalogue, options.Value, time);
        _profiles = profiles.Part;
        _discovery = new BudgetedPart(_budgets, time, waitedFor => instruments.Overran(AppIds.Discovery, waitedFor));
        instruments.Watch(AppIds.Discovery, () => !_discovery.IsAway);
    }

    public bool ProfilesAway => _profiles.IsAway;

    public bool DiscoveryAway => _discovery.IsAway;

    /// <summary>The shopper's context; null when profiles did not answer in time.</summary>
    /// <param name="shopper">The shopper.</param>
    /// <param name="minVersion">A version it must not be older than.</param>
    /// <param name="patient">True in the warm-up, which pays for compilation.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <param name="orders">The shopper's orders are wanted with it.</param>
    public Task<ShopperContext?> GetContextAsync(ShopperKey shopper, string? minVersion, bool patient, CancellationToken cancellationToken, bool orders = false)
    {
        var budget = patient ? _budgets.WarmUp : minVersion is null ? _budgets.Context : _budgets.Context + _budgets.VersionWait;
        return _profiles.TryAsync(budget, patient, token => _shoppers.GetContextAsync(shopper, minVersion, token, orders), cancellationToken);
    }

    /// <summary>The list, and whether discovery made it.</summary>
    public async Task<(ListReply Reply, bool ByDiscovery)> SearchAsync(SearchRequest request, bool patient, CancellationToken cancellationToken)
    {
        var reply = await _discovery.TryAsync(Budget(patient), patient, token => _port.SearchAsync(request, token), cancellationToken);
        return reply is null ? (ListReply.Of((await CopyAsync(request.StoreId, cancellationToken)).Search(request)), false) : (reply, true);
    }

    public async Task<(SuggestReply Reply, bool ByDiscovery)> SuggestAsync(SuggestRequest request, CancellationToken cancellationToken)
    {
        var reply = await _discovery.TryAsync(Budget(patient: false), always: false, token => _port.SuggestAsync(request, token), cancellationToken);
        return reply is null ? ((await CopyAsync(request.StoreId, cancellationToken)).Suggest(request), false) : (reply, true);
    }

    /// <summary>All slots, and whether discovery made them: else what is popular in the copy, spread over the slots.</summary>
    public async Task<(ListReply Reply, bool ByDiscovery)> RecommendAsync(RecommendRequest request, CancellationToken cancellationToken)
    {
        var reply = await _discovery.TryAsync(Budget(patient: false), always: false, token => _port.RecommendAsync(request, token), cancellationToken);
        return reply is null ? (ListReply.Of((await CopyAsync(request.StoreId, cancellationToken)).Recommend(request)), false) : (reply, true);
    }

    /// <summary>A process that was just started reads its copy from the disk first: that is short, and an empty list would be wrong.</summary>
    private async Task<CatalogueView> CopyAsync(string store, CancellationToken cancellationToken)
    {
        if (!_catalogue.AtHand.IsCompleted)
        {
            await Task.WhenAny(_catalogue.AtHand, Task.Delay(_budgets.Longest, _time, cancellationToken));
        }

        return _catalogue.Of(StoreId.Parse(store));
    }

    private TimeSpan Budget(bool patient) => patient ? _budgets.WarmUp : _budgets.Ranking;
}
