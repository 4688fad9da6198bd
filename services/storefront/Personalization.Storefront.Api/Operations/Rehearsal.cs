using System.Text.Json;
using Personalization.Discovery.Contracts;
using Personalization.Profiles.Contracts;
using Personalization.Storefront.Api.Parts;
using Personalization.Storefront.Catalogue;
using Personalization.Storefront.Recommending;
using Personalization.Storefront.Searching;

namespace Personalization.Storefront.Api.Operations;

/// <summary>
/// Searches a catalogue version for an imagined shopper before real ones do (R3.1a): its common searches, personalized, on several
/// connections at once, so that code is compiled and connections are open. It only reads, and it never lasts longer than its limit.
/// </summary>
internal sealed class Rehearsal(IDiscoveryPort discovery, TimeProvider time)
{
    private const int Shoppers = 4;
    private const int FirstSearchesEach = 16;

    /// <summary>Once the code is compiled, a new version needs its common searches touched, no more.</summary>
    private const int LaterSearchesEach = 4;
    private const int Shown = 24;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private int _rehearsals;

    public async Task RunAsync(string store, CatalogueView view, CancellationToken cancellationToken)
    {
        var popular = view.Search(new SearchRequest { StoreId = store, Limit = Shown }).Results;
        if (popular.Count == 0)
        {
            return;
        }

        string[] queries = ["", .. popular.SelectMany(result => result.Product.Categories.Take(1).Append(result.Product.Name)).Distinct(StringComparer.Ordinal).Take(Shown)];
        var shopper = Imagine(popular);
        var each = Interlocked.Increment(ref _rehearsals) == 1 ? FirstSearchesEach : LaterSearchesEach;
        using var limit = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Shoppers).Select(first => SearchAsync(store, queries, first, each, shopper, both.Token)));
            await RecommendAsync(store, popular, shopper, each, both.Token);
        }
        catch (PartAwayException)
        {
            // Discovery went away: the copy serves, and the next version is rehearsed again.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The limit is over: warm enough to start.
        }
    }

    private async Task SearchAsync(string store, string[] queries, int first, int searches, ShopperContext shopper, CancellationToken cancellationToken)
    {
        for (var search = 0; search < searches; search++)
        {
            var query = queries[(first + (search * Shoppers)) % queries.Length];
            var reply = await discovery.SearchAsync(new SearchRequest { StoreId = store, Query = query, Limit = Shown, Shopper = shopper }, cancellationToken);
            var answer = ResponseCompiler.Search(reply, shopper, null, "rehearsal", TimeSpan.Zero);
            JsonSerializer.SerializeToUtf8Bytes(answer, StorefrontJson.Default.SearchAnswer);
        }
    }

    private async Task RecommendAsync(string store, IReadOnlyList<RankedProduct> popular, ShopperContext shopper, int times, CancellationToken cancellationToken)
    {
        string[] products = [.. popular.Select(result => result.Product.Id).Take(3)];
        var request = new RecommendRequest
        {
            StoreId = store,
            Slots = SlotList.Names,
            Cart = [products[0]],
            Shopper = shopper with { Orders = [.. Enumerable.Range(1, 4).Select(week => new PastOrder { At = week * 604_800_000L, Products = products, Quantities = [.. products.Select(_ => 1.0)] })] },
        };
        for (var done = 0; done < times; done++)
        {
            await discovery.RecommendAsync(request, cancellationToken);
        }
    }

    /// <summary>Somebody who likes what is popular: every term of the ranking has something to work with.</summary>
    private static ShopperContext Imagine(IReadOnlyList<RankedProduct> popular)
    {
        var liked = new Affinity(.5, 0, .5, 3);
        var products = popular.Select(result => result.Product).ToArray();
        return new ShopperContext
        {
            Version = "rehearsal",
            Events = products.Length,
            Categories = Liked(products.SelectMany(product => product.Categories)),
            Attributes = Liked(products.SelectMany(product => product.Attributes)),
            Brands = Liked(products.Select(product => product.Brand).OfType<string>()),
            Products = products.Take(3).ToDictionary(product => product.Id, _ => new ProductAffinity { Score = .5, Purchases = 2, UsualQuantity = 2 }),
        };

        Dictionary<string, Affinity> Liked(IEnumerable<string> names) => names.Distinct(StringComparer.Ordinal).Take(Shown).ToDictionary(name => name, _ => liked);
    }
}
