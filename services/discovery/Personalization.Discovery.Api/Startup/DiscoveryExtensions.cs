using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.Problems;
using Personalization.Discovery.Api.Catalogue;
using Personalization.Discovery.Api.Imports;
using Personalization.Discovery.Api.Popularity;
using Personalization.Discovery.Api.Recommendations;
using Personalization.Discovery.Api.Search;
using Personalization.Discovery.Api.Snapshots;
using Personalization.Discovery.Api.State;
using Personalization.Discovery.Api.Telemetry;
using Personalization.Discovery.Contracts;
using Personalization.Hosting.Problems;

namespace Personalization.Discovery.Api.Startup;

internal static class DiscoveryExtensions
{
    private const int RetrySeconds = 1;

    public static void AddDiscovery(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DiscoveryOptions>().Bind(configuration.GetSection(DiscoveryOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DiscoveryOptions>, DiscoveryOptionsValidator>();
        services.AddDaprClient(client => client.UseJsonSerializationOptions(new JsonSerializerOptions(DiscoveryJson.Default.Options)
        {
            // The SDK's own types have no generated code.
            TypeInfoResolver = JsonTypeInfoResolver.Combine(DiscoveryJson.Default, new DefaultJsonTypeInfoResolver()),
        }));
        services.ConfigureHttpJsonOptions(http =>
        {
            // Generated code takes names from the options it is used with, not from those it was generated with.
            http.SerializerOptions.PropertyNamingPolicy = DiscoveryJson.Default.Options.PropertyNamingPolicy;
            http.SerializerOptions.DefaultIgnoreCondition = DiscoveryJson.Default.Options.DefaultIgnoreCondition;
            http.SerializerOptions.TypeInfoResolverChain.Insert(0, DiscoveryJson.Default);
        });
        services.AddSingleton<IDiscoveryState, DaprDiscoveryState>();
        services.AddSingleton<IShopperContexts, DaprShopperContexts>();
        services.AddSingleton<DiscoveryInstruments>();
        services.AddSingleton<LiveCatalogues>();
        services.AddSingleton<WorkSignal>();
        services.AddSingleton<CatalogueStore>();
        services.AddSingleton<FrozenPopularity>();
        services.AddSingleton<PopularityRecorder>();
        services.AddSingleton<PopularityHearing>();
        services.AddSingleton<ChangeBroadcast>();
        services.AddSingleton<CataloguePublisher>();
        services.AddSingleton<ReplicaLease>();
        services.AddSingleton<ImportStore>();
        services.AddSingleton<ImportProgress>();
        services.AddSingleton<ImportReceiver>();
        services.AddSingleton<ImportRunner>();
        services.AddSingleton<CommonQueries>();
        services.AddSingleton<SearchService>();
        services.AddSingleton<PurchaseLog>();
        services.AddSingleton<LiveRecommendations>();
        services.AddSingleton<ModelStore>();
        services.AddSingleton<CoViewKeeper>();
        services.AddSingleton<RecommendationService>();
        services.AddSingleton<ModelWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<ModelWorker>());
        services.AddHostedService<CatalogueWorker>();
    }

    public static void MapDiscovery(this WebApplication app)
    {
        var live = app.Services.GetRequiredService<LiveCatalogues>();
        app.Services.GetRequiredService<DiscoveryInstruments>().WatchIndex(() => live.All.Sum(store => (long)store.Manifest.Products));
        app.MapGet("/readyz", Ready).ExcludeFromDescription();
        app.MapSubscribeHandler();
        app.MapCatalogueEvents();
        app.MapPopularityEndpoints();
        var loaded = app.MapGroup("").AddEndpointFilter(LoadedFilter.RequireAsync);
        loaded.MapSearchEndpoints();
        loaded.MapSnapshotEndpoints();
        loaded.MapRecommendationEndpoints();
        var onState = app.MapGroup("").AddEndpointFilter(UnavailableAsync);
        onState.MapModelEndpoints();
        onState.MapImportEndpoints();
    }

    /// <summary>What was in state at the start is loaded and its index is warm. The sidecar is not asked: it waits for us.</summary>
    private static Results<Ok, StatusCodeHttpResult> Ready(LiveCatalogues live) =>
        live.IsLoaded ? TypedResults.Ok() : TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);

    private static async ValueTask<object?> UnavailableAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (StateUnavailableException)
        {
            throw new ProblemException(Problem.OfField(StatusCodes.Status503ServiceUnavailable, "state", "cannot be reached; try again"), RetrySeconds);
        }
    }
}
