using Personalization.Abstractions.Identity;
using Personalization.Discovery.Contracts;
using Personalization.Storefront.Api.Catalogue;

namespace Personalization.Storefront.Api.Searching;

/// <summary>The standard order by the storefront's own copy.</summary>
internal sealed class StandardSearch(CatalogueCopy catalogue) : IStandardSearch
{
    public SearchReply Search(SearchRequest request) => new() { IndexVersion = Of(request.StoreId).Version };

    public SuggestReply Suggest(SuggestRequest request) => new() { IndexVersion = Of(request.StoreId).Version };

    private Storefront.Catalogue.CatalogueView Of(string store) => catalogue.Of(StoreId.Parse(store));
}
