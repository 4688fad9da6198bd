using System.Net;
using System.Text;
using Dapr.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using NSubstitute;
using Personalization.Discovery.Api.Catalogue;
using Personalization.Discovery.Api.Search;
using Personalization.Discovery.Api.Startup;
using Personalization.Discovery.Api.State;
using Personalization.Discovery.Contracts;
using Personalization.Discovery.Tests.State;
using Personalization.Hosting.Defaults;
using Personalization.Testing;

namespace Personalization.Discovery.Tests.Host;

/// <summary>What a process that was just started answers.</summary>
public sealed class StartTests
{
    private const string Catalogue = "id,name,category\nbread,Bread,bakery\n";

    private readonly InMemoryDiscoveryState _state = new();
    private readonly ManualTime _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("req", "R3.1a")]
    public async Task Ask_BeforeTheKeptCatalogueIsLoaded_IsRefusedAndNeverEmpty()
    {
        using var earlier = new DiscoveryHost(_state, _time);
        await earlier.SendAsync("i", Catalogue);
        await earlier.LookAsync();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _state.AfterReadAsync = key => key.StartsWith("catalogue:main:page", StringComparison.Ordinal) ? gate.Task : Task.CompletedTask;
        await using var app = await StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        (string Path, string? Body)[] asked =
        [
            ("/readyz", null),
            ("/" + DiscoveryRoutes.Search, """{"store_id":"main","query":"bread"}"""),
            ("/" + DiscoveryRoutes.Suggest, """{"store_id":"main","text":"br"}"""),
            ("/" + DiscoveryRoutes.Recommend, """{"store_id":"main","slots":["usual"]}"""),
            ("/" + DiscoveryRoutes.Products + "/main/bread", null),
            ("/" + DiscoveryRoutes.Snapshots, null),
            ("/" + DiscoveryRoutes.Models + "/main", null),
        ];

        foreach (var (path, body) in asked)
        {
            (await SendAsync(client, path, body)).ShouldBe(HttpStatusCode.ServiceUnavailable, path);
        }

        gate.SetResult();
        await Eventually.TrueAsync(() => app.Services.GetRequiredService<LiveCatalogues>().IsLoaded);
        foreach (var (path, body) in asked)
        {
            (await SendAsync(client, path, body)).ShouldBe(HttpStatusCode.OK, path);
        }
    }

    [Fact]
    public async Task Look_AStoresPagesAreReplacedWhileTheyAreRead_IsNotLoadedYet()
    {
        using var earlier = new DiscoveryHost(_state, _time);
        await earlier.SendAsync("i", Catalogue);
        await earlier.LookAsync();
        var page = _state.Keys.Single(key => key.StartsWith("catalogue:main:page", StringComparison.Ordinal));
        var (kept, _) = await _state.GetAsync(page, StateJson.Default.CatalogueEntryArray, Stop);
        await _state.TryCommitAsync([StateChange.Delete(page)], Stop);
        using var host = new DiscoveryHost(_state, _time);

        await host.LookAsync();
        host.Get<LiveCatalogues>().IsLoaded.ShouldBeFalse();
        await _state.TryCommitAsync([StateChange.Put(page, kept!, StateJson.Default.CatalogueEntryArray)], Stop);
        await host.LookAsync();

        host.Get<LiveCatalogues>().IsLoaded.ShouldBeTrue();
        host.Store.ShouldNotBeNull();
    }

    private async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddServiceDefaults(new ServiceEnvironment { AppId = "discovery", AppPort = 0, MetricsPort = 0, DataDirectory = Path.GetTempPath() });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddDiscovery(builder.Configuration);
        builder.Services.Replace(ServiceDescriptor.Singleton<IDiscoveryState>(_state));
        builder.Services.Replace(ServiceDescriptor.Singleton(Substitute.For<DaprClient>()));
        builder.Services.Replace(ServiceDescriptor.Singleton<IShopperContexts>(new StubShopperContexts()));
        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapDiscovery();
        await app.StartAsync(Stop);
        return app;
    }

    private static async Task<HttpStatusCode> SendAsync(HttpClient client, string path, string? body)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = content is null ? await client.GetAsync(path, Stop) : await client.PostAsync(path, content, Stop);
        return response.StatusCode;
    }
}
