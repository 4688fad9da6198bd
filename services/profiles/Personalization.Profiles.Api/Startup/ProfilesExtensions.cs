using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Personalization.Profiles.Api.Changes;
using Personalization.Profiles.Api.Journal;
using Personalization.Profiles.Api.Merging;
using Personalization.Profiles.Api.Outbox;
using Personalization.Profiles.Api.Rules;
using Personalization.Profiles.Api.Shoppers;
using Personalization.Profiles.Api.Telemetry;

namespace Personalization.Profiles.Api.Startup;

internal static class ProfilesExtensions
{
    /// <summary>The shopper actors and what they share.</summary>
    public static void AddProfiles(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ProfilesOptions>().Bind(configuration.GetSection(ProfilesOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ProfilesOptions>, ProfilesOptionsValidator>();
        services.AddSingleton(HostIncarnation.Fresh());
        services.AddSingleton<ProfilesInstruments>();
        services.AddSingleton<LearningRulesSource>();
        services.AddSingleton<InteractionJournal>();
        services.AddSingleton<IStoreProbe, DaprStoreProbe>();
        services.AddSingleton<StoreGate>();
        services.AddSingleton<PendingMerges>();
        services.AddSingleton<IShopperCalls, DaprShopperCalls>();
        services.AddSingleton<MergeCoordinator>();
        services.AddSingleton<IInteractionPublisher, DaprInteractionPublisher>();
        services.AddSingleton<OutboxPublisher>();
        services.AddSingleton<OutboxTidying>();
        services.AddSingleton<IChangeBroadcast, DaprChangeBroadcast>();
        services.AddSingleton<ChangeAnnouncer>();
        services.AddSingleton<ArmedHints>();
        services.AddSingleton<WarmUp>();
        services.AddSingleton<ShopperServices>();

        // The rules first: what starts after them finds them loaded.
        services.AddHostedService<RulesReload>();
        services.AddHostedService(provider => provider.GetRequiredService<WarmUp>());
        services.AddHostedService(provider => provider.GetRequiredService<OutboxPublisher>());
        services.AddHostedService(provider => provider.GetRequiredService<OutboxTidying>());
        services.AddHostedService(provider => provider.GetRequiredService<ChangeAnnouncer>());
        services.AddHostedService<LeftoverSweep>();
        services.AddHostedService<JournalReplay>();
        services.AddHostedService<MergeResumption>();

        services.AddDaprClient(client => client.UseJsonSerializationOptions(ProfilesStateJson.SdkOptions()));
        services.AddActors(actors =>
        {
            actors.UseJsonSerialization = true;
            actors.JsonSerializerOptions = ProfilesStateJson.SdkOptions();
            actors.ActorIdleTimeout = configuration.GetSection(ProfilesOptions.Section).Get<ProfilesOptions>()?.ActorIdleTimeout ?? new ProfilesOptions().ActorIdleTimeout;
            actors.Actors.RegisterActor<ShopperActor>();
        });
        services.ConfigureHttpJsonOptions(http =>
        {
            // Generated code takes names from the options it is used with, not from those it was generated with.
            http.SerializerOptions.PropertyNamingPolicy = Contracts.ProfilesJson.Default.Options.PropertyNamingPolicy;
            http.SerializerOptions.DefaultIgnoreCondition = Contracts.ProfilesJson.Default.Options.DefaultIgnoreCondition;
            http.SerializerOptions.TypeInfoResolverChain.Insert(0, Contracts.ProfilesJson.Default);
        });
    }

    public static void MapProfiles(this WebApplication app)
    {
        var instruments = app.Services.GetRequiredService<ProfilesInstruments>();
        instruments.WatchJournal(() => app.Services.GetRequiredService<InteractionJournal>().Depth);
        instruments.WatchAvailability(() => !app.Services.GetRequiredService<StoreGate>().HasFailedLately, () => !app.Services.GetRequiredService<OutboxPublisher>().IsAway);
        app.MapActorsHandlers();
        app.MapMergeEndpoints();
        app.MapGet("/readyz", Ready).ExcludeFromDescription();
    }

    /// <summary>Actor calls can be taken. The sidecar is not asked: it waits for us.</summary>
    private static Results<Ok, StatusCodeHttpResult> Ready(WarmUp warmUp) =>
        warmUp.IsDone ? TypedResults.Ok() : TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
}
