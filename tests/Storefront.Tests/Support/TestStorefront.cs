using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Personalization.Hosting.Defaults;
using Personalization.Storefront.Api;
using Personalization.Storefront.Api.Catalogue;
using Personalization.Storefront.Api.Http;
using Personalization.Storefront.Api.Operations;
using Personalization.Storefront.Api.Parts;

namespace Storefront.Tests.Support;

/// <summary>The real host on free ports of a real server, its parts played by fakes.</summary>
internal sealed class TestStorefront : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;
    private readonly string _data;
    private readonly bool _ownsData;

    private TestStorefront(WebApplication app, string data, bool ownsData, string[] urls)
    {
        _app = app;
        _data = data;
        _ownsData = ownsData;
        (AppUrl, MetricsUrl, PublicUrl) = (urls[0], urls[1], urls[2]);
        Client = new HttpClient { BaseAddress = new Uri(PublicUrl) };
    }

    public FakeShoppers Shoppers { get; private init; } = null!;

    public FakeDiscovery Discovery { get; private init; } = null!;

    public FakeOthers Others { get; private init; } = null!;

    public FakeDecisions Decisions { get; private init; } = null!;

    public HttpClient Client { get; }

    public string AppUrl { get; }

    public string MetricsUrl { get; }

    public string PublicUrl { get; }

    public Uri Site => new(PublicUrl);

    public int Port => new Uri(PublicUrl).Port;

    public IServiceProvider Services => _app.Services;

    /// <param name="prepare">What is set before the start.</param>
    /// <param name="settings">Configuration.</param>
    /// <param name="data">The data folder; a fresh one by default.</param>
    /// <param name="appToken">What the own sidecar shows on the app channel.</param>
    public static async Task<TestStorefront> StartAsync(
        Action<FakeShoppers, FakeDiscovery>? prepare = null, Dictionary<string, string?>? settings = null, string? data = null, string? appToken = null)
    {
        var folder = data ?? Directory.CreateTempSubdirectory("storefront-").FullName;
        var (shoppers, discovery, others, decisions) = (new FakeShoppers(), new FakeDiscovery(), new FakeOthers(), new FakeDecisions());
        prepare?.Invoke(shoppers, discovery);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Public:Port"] = "0",
            ["Budgets:Context"] = "00:00:02",
            ["Budgets:Ranking"] = "00:00:02",
            ["Public:CorsOrigins:0"] = "https://shop.example",
        });
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.AddServiceDefaults(new ServiceEnvironment { AppId = "storefront", AppPort = 0, AppToken = appToken, MetricsPort = 0, DataDirectory = folder });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddPublicListener();
        builder.Services.AddStorefront(builder.Configuration);
        builder.Services.AddSingleton<IShopperPort>(shoppers);
        builder.Services.AddSingleton<IDiscoveryPort>(discovery);
        builder.Services.AddSingleton<IDecisionsPort>(decisions);
        builder.Services.AddSingleton<IAnalyticsPort>(others);
        builder.Services.AddSingleton<ISystemProbe>(others);
        var app = builder.Build();
        app.MapServiceDefaults();
        app.UseStorefront();
        await app.StartAsync();
        return new TestStorefront(app, folder, data is null, [.. app.Urls]) { Shoppers = shoppers, Discovery = discovery, Others = others, Decisions = decisions };
    }

    /// <summary>Polls until the copy of the catalogue has the version that discovery has.</summary>
    public Task WaitForCatalogueAsync() => UntilAsync(() =>
        Task.FromResult(Services.GetRequiredService<CatalogueCopy>().Stores.TryGetValue("main", out var view) && view.Version == Discovery.Catalogue.Version));

    /// <summary>The broadcast: something else is in force.</summary>
    public async Task TellAsync()
    {
        using var client = new HttpClient { BaseAddress = new Uri(AppUrl) };
        using var content = Json("""{"data":{"store_id":"main","version":"v"}}""");
        (await client.PostAsync("/events/catalogue-changed", content)).IsSuccessStatusCode.ShouldBeTrue();
    }

    /// <summary>Polls until the storefront knows which model discovery serves with.</summary>
    public Task WaitForModelAsync() => UntilAsync(() => Task.FromResult(Services.GetRequiredService<CatalogueCopy>().ModelOf("main") == Discovery.Model));

    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Deadline);
        while (!await condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Answer> PostAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, Json(json), headers);

    public Task<Answer> PutAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, path, Json(json), headers);

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, Raw(path)) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        }

        using var response = await Client.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    public static ByteArrayContent Json(string text) => Body(Encoding.UTF8.GetBytes(text), "application/json");

    public static ByteArrayContent Body(byte[] bytes, string contentType)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return content;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_ownsData)
        {
            Directory.Delete(_data, recursive: true);
        }
    }

    /// <summary>The path goes out as it is written: the class under test decodes it.</summary>
    private Uri Raw(string path) => new(PublicUrl + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
}
