using System.Text;
using Dapr.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NSubstitute;
using Personalization.Discovery.Api.Catalogue;
using Personalization.Discovery.Api.Imports;
using Personalization.Discovery.Api.Search;
using Personalization.Discovery.Api.Startup;
using Personalization.Discovery.Api.State;
using Personalization.Discovery.Contracts;
using Personalization.Discovery.Tests.State;

namespace Personalization.Discovery.Tests.Host;

/// <summary>One process of the service on a state of its own or of others, without listener; its rounds are run by hand.</summary>
internal sealed class DiscoveryHost : IDisposable
{
    private readonly ServiceProvider _services;

    public StubShopperContexts Shoppers { get; } = new();

    public DiscoveryHost(InMemoryDiscoveryState state, ManualTime time)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDiscovery(new ConfigurationBuilder().Build());
        services.AddSingleton<TimeProvider>(time);
        services.Replace(ServiceDescriptor.Singleton<IDiscoveryState>(state));
        services.Replace(ServiceDescriptor.Singleton(Substitute.For<DaprClient>()));
        services.Replace(ServiceDescriptor.Singleton<IShopperContexts>(Shoppers));
        services.AddSingleton<CatalogueWorker>();
        _services = services.BuildServiceProvider();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task LookAsync() => Get<CatalogueWorker>().LookAsync(Stop);

    public StoreCatalogue? Store => Get<LiveCatalogues>().Of("main");

    /// <summary>Sends a body as the storefront does.</summary>
    public async Task<ImportStatus> SendAsync(string id, string body, string contentType = "text/csv", int chunkSize = 1000, string mode = "upsert")
    {
        var receiver = Get<ImportReceiver>();
        await receiver.StartAsync(new ImportStart { StoreId = "main", ImportId = id, ContentType = contentType, Mode = mode }, Stop);
        var chunks = Encoding.UTF8.GetBytes(body).Chunk(chunkSize).ToList();
        for (var chunk = 0; chunk < chunks.Count; chunk++)
        {
            await receiver.PutChunkAsync("main", id, chunk, new MemoryStream(chunks[chunk]), Stop);
        }

        return await receiver.CompleteAsync("main", id, chunks.Count, null, Stop);
    }

    public async Task<ImportStatus> StatusAsync(string id) => (await Get<ImportReceiver>().StatusAsync("main", id, Stop))!;

    public Task<SearchReply> SearchAsync(SearchRequest request) => Get<SearchService>().SearchAsync(request, Stop);

    public void Dispose() => _services.Dispose();
}
