using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Personalization.Drills.Running;
using Personalization.Testing;

namespace Personalization.Conformance.Tests;

/// <summary>The example app in TypeScript, built and started as its README says, beside the system with the demo shop.</summary>
[Trait("req", "R10.1")]
public sealed class ShopSideTests
{
    private const string AlmondMilk = "04154891";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly string Folder = Path.Combine(Repository.Root, "examples", "shop-side");

    [Fact]
    public async Task Example_BesideTheSystem_AsksTheStorefrontAndHearsOfInteractions()
    {
        var (npm, node, token) = (Requires.Binary("npm"), Requires.Binary("node"), Guid.NewGuid().ToString("N"));
        await Child.OutputAsync(npm, ["ci", "--loglevel=error"], Folder);
        await Child.OutputAsync(npm, ["run", "build"], Folder);
        var (publicPort, appPort, daprPort) = (Ports.Free(), Ports.Free(), Ports.Free());
        using var own = new TempFolder();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, "components", "local")))
        {
            own.Write(Path.Combine("components", Path.GetFileName(file)), File.ReadAllText(file));
        }

        var template = own.Write("dapr.yaml", $"""
            version: 1
            apps:
            - appID: shop-side
              appPort: {appPort}
              daprHTTPPort: {daprPort}
              resourcesPath: components
            """);
        await using var system = await RunningSystem.StartAsync(new Dictionary<string, string> { ["DAPR_API_TOKEN"] = token }, "--beside", template, "--port", $"{publicPort}");
        using var app = Process.Start(new ProcessStartInfo(node, "dist/app.js")
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            Environment = { ["APP_PORT"] = $"{appPort}", ["DAPR_HTTP_PORT"] = $"{daprPort}", ["DAPR_API_TOKEN"] = token },
        })!;
        try
        {
            app.OutputDataReceived += (_, _) => { };
            app.BeginOutputReadLine();
            using var shop = new HttpClient { BaseAddress = system.Address };
            using var beside = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{daprPort}/v1.0/invoke/shop-side/method/"), DefaultRequestHeaders = { { "dapr-api-token", token } } };
            await Eventually.TrueAsync(async () => (await beside.GetAsync("trending")).IsSuccessStatusCode, Limit);

            await TrackAsync(shop, "/api/interactions/track", new { type = "click", user_id = "ann", product_id = AlmondMilk, event_id = token });
            await TrackAsync(shop, "/api/interactions/track/batch", new { events = Crowd(token) });

            JsonNode? shelf = null;
            await Eventually.TrueAsync(async () => (shelf = await ShelfAsync(beside))?["personal"]?.GetValue<bool>() == true, Limit, () => shelf?.ToJsonString());
            shelf!["shelf"]!.AsArray().Count.ShouldBe(5);
            shelf["shelf"]![0]!["name"]!.GetValue<string>().ShouldNotBeNullOrEmpty();
            JsonNode? trending = null;
            await Eventually.TrueAsync(
                async () => (trending = JsonNode.Parse(await beside.GetStringAsync("trending")))!.AsArray().Any(product => product!["id"]!.GetValue<string>() == AlmondMilk),
                Limit,
                () => trending?.ToJsonString());
        }
        finally
        {
            app.Kill();
            await app.WaitForExitAsync();
        }
    }

    /// <summary>More purchases than the demo shop has of anything.</summary>
    private static object[] Crowd(string run) =>
        [.. Enumerable.Range(0, 50).Select(number => new { type = "purchase", user_id = $"crowd-{number}", product_id = AlmondMilk, event_id = $"{run}-{number}", context = new { order_id = $"{run}-{number}", quantity = 1 } })];

    /// <summary>A system that has just begun may answer 503; the event's id makes a repeat harmless.</summary>
    private static Task TrackAsync(HttpClient shop, string path, object body) =>
        Eventually.TrueAsync(async () => (await shop.PostAsJsonAsync(path, body)).IsSuccessStatusCode, Limit);

    private static async Task<JsonNode?> ShelfAsync(HttpClient beside)
    {
        using var answer = await beside.PostAsJsonAsync("shelf", new { user_id = "ann", query = "yogurt" });
        return answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync()) : null;
    }
}
