using Personalization.Discovery.Contracts;
using Personalization.Hosting.Access;
using Personalization.Storefront.Api.Http;
using Personalization.Storefront.Api.Parts;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Api.Catalogue;

/// <summary>`GET /api/products/{id}`.</summary>
internal static class ProductEndpoints
{
    public static void MapProductEndpoints(this IEndpointRouteBuilder routes) => routes.MapGet("/products/{id}", GetAsync).Needs(Scopes.ReadCatalog);

    private static async Task<IResult> GetAsync(HttpContext context, CatalogueCopy catalogue, IDiscoveryPort discovery)
    {
        var faults = new Faults();
        var store = context.Store(faults);
        var id = context.PathId(faults);
        if (id is null || faults.Any)
        {
            return Answers.Refuse(faults);
        }

        // The copy lags a new version by a moment, and is absent on a first start: discovery is asked before anything is denied.
        var copy = catalogue.Of(store);
        var product = copy.Find(id) ?? await AskAsync(discovery, store.Value, id, copy.Count > 0, context.RequestAborted);

        return product is null
            ? Answers.NotFound("id", "is no product of this store; see POST /api/search/personalized for what there is")
            : Json.Answer(product);
    }

    private static async Task<Product?> AskAsync(IDiscoveryPort discovery, string store, string id, bool copyKnows, CancellationToken cancellationToken)
    {
        try
        {
            return await discovery.GetProductAsync(store, id, cancellationToken);
        }
        catch (PartAwayException) when (copyKnows)
        {
            return null;
        }
    }
}
