using System.Text.Json.Nodes;
using Personalization.Load.Shop;

namespace Personalization.Load.PublicApi;

/// <summary>Whether recommendations are of their shopper: several shoppers are asked for, beside the same product.</summary>
internal static class ListsDiffer
{
    private const int Asked = 10;

    public static async Task<bool> AsksAsync(ShopSystem shop, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{shop.Port}") };
        var lists = new HashSet<string>(StringComparer.Ordinal);
        foreach (var shopper in shop.Data.ShopperList.Take(Asked))
        {
            var answer = JsonNode.Parse(await http.GetStringAsync(
                $"/api/recommendations?user_id={Uri.EscapeDataString(shopper.Id)}&slot=usual&limit=10&product_id={Uri.EscapeDataString(shop.Data.ProductList[0].Id)}", cancellationToken))!;
            lists.Add(string.Join(' ', answer["slots"]!["usual"]!.AsArray().Select(one => one!["product"]!["id"]!.GetValue<string>())));
        }

        return lists.Count == Math.Min(Asked, shop.Data.ShopperList.Count);
    }
}
