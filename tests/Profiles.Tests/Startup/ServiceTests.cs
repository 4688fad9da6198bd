using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.Tests.Shoppers;

namespace Personalization.Profiles.Tests.Startup;

/// <summary>The service as it is wired, alone: no sidecar, no store, no broker.</summary>
public sealed class ServiceTests : IClassFixture<WebApplicationFactory<Program>>
{
    private readonly HttpClient _http;

    public ServiceTests(WebApplicationFactory<Program> factory)
    {
        // A port on which nothing listens, whatever else runs on this machine.
        Environment.SetEnvironmentVariable("DAPR_HTTP_PORT", "1");
        _http = factory.CreateClient();
    }

    [Fact]
    public async Task Healthz_Alone_Answers() =>
        (await _http.GetAsync("/healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);

    [Fact]
    public async Task Readyz_WithoutASidecar_BecomesReady()
    {
        var ready = false;
        for (var left = 400; left > 0 && !ready; left--)
        {
            ready = (await _http.GetAsync("/readyz")).IsSuccessStatusCode;
            await Task.Delay(25);
        }

        ready.ShouldBeTrue();
    }

    [Fact]
    public async Task DaprConfig_NamesTheActorType()
    {
        using var config = JsonDocument.Parse(await _http.GetStringAsync("/dapr/config"));

        config.RootElement.GetProperty("entities")[0].GetString().ShouldBe(ShopperActorType.Name);
    }

    [Fact]
    public async Task Merge_OfNoShoppers_IsRefused()
    {
        var response = await _http.PostAsJsonAsync("/" + ProfilesRoutes.Merge, new MergeRequest("x", "y"), ProfilesJson.Default.MergeRequest);

        var reply = await response.Content.ReadFromJsonAsync(ProfilesJson.Default.MergeReply);
        reply!.Outcome.ShouldBe("refused");
    }

    [Fact]
    [Trait("req", "R2.4")]
    public async Task Track_WithoutAStore_IsTakenInMemoryAndSeenAtOnce()
    {
        var actor = $"/actors/{ShopperActorType.Name}/{ProfilesHost.Id("ann")}/method/";
        const string Sparse = """
            {"events":[{"event_id":"e1","type":"click","timestamp":"2026-11-01T12:00:00Z","received_at":"2026-11-01T12:00:00Z",
            "product_id":"oat","product":{"id":"oat","categories":["drinks"]}}]}
            """;

        var tracked = await PutAsync(actor + ShopperActorMethods.Track, Sparse);
        var context = JsonSerializer.Deserialize(await PutAsync(actor + ShopperActorMethods.GetContext, "{}"), ProfilesJson.Default.ShopperContext)!;

        var result = JsonSerializer.Deserialize(tracked, ProfilesJson.Default.TrackReply)!.Results.ShouldHaveSingleItem();
        (result.Accepted, result.Durable).ShouldBe((true, false));
        (context.Degraded, context.Reason).ShouldBe((true, Reasons.StateUnavailable));
        context.Categories.Keys.ShouldBe(["drinks"]);
        var metrics = Metrics();
        metrics["profiles_store_available"].ShouldBe(0);
        metrics["profiles_broker_available"].ShouldBe(1);
        metrics["profiles_journal_depth"].ShouldBeGreaterThanOrEqualTo(1);
    }

    /// <summary>The gauges of this service, as a scrape reads them.</summary>
    private static Dictionary<string, double> Metrics()
    {
        var read = new Dictionary<string, double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Meter.Name == "Personalization.Profiles" && instrument.IsObservable)
            {
                own.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => read[instrument.Name] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return read;
    }

    private async Task<string> PutAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        var response = await _http.PutAsync(path, content);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }
}
