using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Personalization.Load.Shop;

/// <summary>Fills an empty system with the shop, by its public API: the catalogue, then what each shopper bought.</summary>
internal sealed class ShopFilling(Uri address, ShopData data) : IDisposable
{
    private const int ShoppersABatch = 40;
    private const int Batches = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = Patience };

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await ImportAsync(cancellationToken);
        await Parallel.ForEachAsync(
            data.ShopperList.Chunk(ShoppersABatch), new ParallelOptions { MaxDegreeOfParallelism = Batches, CancellationToken = cancellationToken }, TrackAsync);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>A purchase as a shop would send it.</summary>
    public static JsonObject Purchase(string shopper, ShopLine line) => new()
    {
        ["type"] = "purchase",
        ["user_id"] = shopper,
        ["product_id"] = line.Product,
        ["timestamp"] = line.At.ToUnixTimeMilliseconds(),
        ["context"] = new JsonObject { ["order_id"] = line.Order, ["quantity"] = line.Quantity, ["price"] = line.Price, ["currency"] = "GBP" },
    };

    private async Task ImportAsync(CancellationToken cancellationToken)
    {
        var lines = new StringBuilder();
        foreach (var product in data.ProductList)
        {
            var row = new JsonObject
            {
                ["id"] = product.Id,
                ["name"] = product.Name,
                ["brand"] = product.Brand,
                ["categories"] = new JsonArray([.. product.Categories.Select(category => (JsonNode)category)]),
                ["price"] = product.Price,
                ["currency"] = "GBP",
                ["in_stock"] = true,
            };
            lines.Append(row.ToJsonString()).Append('\n');
        }

        using var content = new StringContent(lines.ToString(), Encoding.UTF8, "application/x-ndjson");
        using var response = await _http.PostAsync("/api/catalog/import", content, cancellationToken);
        await EnsureAsync(response, cancellationToken);
        var started = await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken);
        var until = TimeProvider.System.GetUtcNow() + Patience;
        while (true)
        {
            var status = await _http.GetFromJsonAsync<JsonNode>(started!["status_url"]!.GetValue<string>(), cancellationToken);
            if (status!["state"]!.GetValue<string>() == "done")
            {
                return;
            }

            if (TimeProvider.System.GetUtcNow() > until)
            {
                throw new TimeoutException($"The catalogue was not imported: {status}");
            }

            await Task.Delay(200, cancellationToken);
        }
    }

    private async ValueTask TrackAsync(ShopShopper[] shoppers, CancellationToken cancellationToken)
    {
        var events = new JsonArray([.. shoppers.SelectMany(shopper => shopper.Lines.Select((line, index) =>
        {
            var purchase = Purchase(shopper.Id, line);
            purchase["event_id"] = string.Create(CultureInfo.InvariantCulture, $"{shopper.Id}-{index}");
            purchase["context"]!["line_id"] = string.Create(CultureInfo.InvariantCulture, $"{index}");
            return (JsonNode)purchase;
        }))]);
        var body = new JsonObject { ["events"] = events }.ToJsonString();
        for (var attempt = 0; ; attempt++)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await _http.PostAsync("/api/interactions/track/batch", content, cancellationToken);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                var results = (await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!["results"]!.AsArray();
                if (results.All(result => result!["status"]!.GetValue<int>() == 200))
                {
                    return;
                }
            }

            if (attempt == 50)
            {
                await EnsureAsync(response, cancellationToken);
                throw new InvalidOperationException("Events were not taken in 50 tries.");
            }

            await Task.Delay(200, cancellationToken);
        }
    }

    private static async Task EnsureAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{response.RequestMessage?.RequestUri?.AbsolutePath} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }
}
