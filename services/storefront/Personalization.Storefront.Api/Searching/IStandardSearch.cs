using Personalization.Discovery.Contracts;

namespace Personalization.Storefront.Api.Searching;

/// <summary>The standard order without discovery: the fallback.</summary>
internal interface IStandardSearch
{
    SearchReply Search(SearchRequest request);

    SuggestReply Suggest(SuggestRequest request);
}
