using Personalization.Hosting.Access;
using Personalization.Hosting.Listeners;
using Personalization.Storefront.Api.Analytics;
using Personalization.Storefront.Api.Catalogue;
using Personalization.Storefront.Api.Decisions;
using Personalization.Storefront.Api.Definitions;
using Personalization.Storefront.Api.Http;
using Personalization.Storefront.Api.Interactions;
using Personalization.Storefront.Api.Live;
using Personalization.Storefront.Api.Operations;
using Personalization.Storefront.Api.Options;
using Personalization.Storefront.Api.Parts;
using Personalization.Storefront.Api.Recommending;
using Personalization.Storefront.Api.Searching;
using Personalization.Storefront.Api.Shoppers;
using Personalization.Storefront.Api.Telemetry;
using Personalization.Storefront.Api.Web;

namespace Personalization.Storefront.Api;

/// <summary>Puts the capabilities of the storefront together.</summary>
internal static class StorefrontFeatures
{
    private const string PublicPrefix = "/api";

    public static void AddStorefront(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BudgetOptions>().Bind(configuration.GetSection(BudgetOptions.Section));
        services.AddOptions<InteractionOptions>().Bind(configuration.GetSection(InteractionOptions.Section))
            .Validate(
                static options => options is { BatchParallelism: > 0, WritesAtOnce: > 0 } && options.WriteTurn > TimeSpan.Zero,
                $"{InteractionOptions.Section}:BatchParallelism and :WritesAtOnce must be at least 1, :WriteTurn longer than zero.")
            .ValidateOnStart();
        services.AddAccess(configuration);
        services.AddDaprClient();
        services.AddSingleton<IShopperPort, DaprShopperPort>();
        services.AddSingleton<IDiscoveryPort, DaprDiscoveryPort>();
        services.AddSingleton<IDecisionsPort, DaprDecisionsPort>();
        services.AddSingleton<IAnalyticsPort, DaprAnalyticsPort>();
        services.AddSingleton<ISystemProbe, DaprSystemProbe>();
        services.AddSingleton<StorefrontInstruments>();
        services.AddSingleton<Ids>();
        services.AddSingleton<ProfilesPart>();
        services.AddSingleton<ShopperClient>();
        services.AddSingleton<Tracker>();
        services.AddSingleton<CatalogueCopy>();
        services.AddSingleton<CatalogueFiles>();
        services.AddSingleton<Rehearsal>();
        services.AddSingleton<DoorRehearsal>();
        services.AddSingleton<DecisionRehearsal>();
        services.AddSingleton<CatalogueSync>();
        services.AddHostedService(provider => provider.GetRequiredService<CatalogueSync>());
        services.AddSingleton<SearchParts>();
        services.AddSingleton<PersonalSearch>();
        services.AddOptions<RecommendationOptions>().Bind(configuration.GetSection(RecommendationOptions.Section));
        services.AddSingleton<RecommendationCache>();
        services.AddSingleton<PersonalRecommendations>();
        services.AddSingleton<DecisionParts>();
        services.AddSingleton<PersonalDecision>();
        services.AddSingleton<PersonalContent>();
        services.AddSingleton<Readiness>();
        services.AddSingleton<SystemReport>();
        services.AddHostedService<WarmUp>();
        services.AddLive(configuration);
        services.AddWebFiles();
    }

    /// <summary>Order matters: paths are decoded before routing, routing decides before listeners do, and refusals carry what CORS adds.</summary>
    public static void UseStorefront(this WebApplication app)
    {
        app.UsePublicPaths(PublicPrefix, AzurePersonalizerEndpoints.Prefix);
        app.UseRouting();
        app.UseListenerRules(PublicPrefix, AzurePersonalizerEndpoints.Prefix, "/healthz", "/readyz", "/openapi");
        app.UseCors();
        app.UseLiveDoor(LiveServiceExtensions.Prefix);
        app.UseAccess();
        app.UseWebFiles();
        app.UseWhen(context => context.Listener() == ListenerKind.App && !context.IsPublicCall(), channel => channel.UseCloudEvents());
        app.MapSubscribeHandler();
        app.MapCatalogueEvents();
        app.MapLive();
        app.MapOperationsEndpoints();
        app.MapGroup("").ServedToCallers().MapAzurePersonalizer();
        MapPublic(app.MapGroup(PublicPrefix).ServedToCallers().AddEndpointFilter(Answers.AwayFilterAsync));
    }

    private static void MapPublic(RouteGroupBuilder api)
    {
        api.AddEndpointFilter((context, next) =>
        {
            context.HttpContext.Response.Headers.CacheControl = "no-store";
            context.HttpContext.Response.Headers.XContentTypeOptions = "nosniff";
            return next(context);
        });
        api.MapInteractionEndpoints();
        api.MapShopperEndpoints();
        api.MapSwitchesEndpoints();
        api.MapCartEndpoints();
        api.MapSearchEndpoints();
        api.MapRecommendationEndpoints();
        api.MapModelEndpoints();
        api.MapProductEndpoints();
        api.MapImportEndpoints();
        api.MapDecisionEndpoints();
        api.MapDefinitionEndpoints();
        api.MapContentEndpoints();
        api.MapPolicyEndpoints();
        api.MapAnalyticsEndpoints();
    }
}
