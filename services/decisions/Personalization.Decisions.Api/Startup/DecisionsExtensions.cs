using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.Problems;
using Personalization.Decisions.Api.Content;
using Personalization.Decisions.Api.Definitions;
using Personalization.Decisions.Api.Evaluation;
using Personalization.Decisions.Api.Learning;
using Personalization.Decisions.Api.Logging;
using Personalization.Decisions.Api.Policies;
using Personalization.Decisions.Api.Rewards;
using Personalization.Decisions.Api.Rules;
using Personalization.Decisions.Api.Scoring;
using Personalization.Decisions.Api.Serving;
using Personalization.Decisions.Api.State;
using Personalization.Decisions.Api.Telemetry;
using Personalization.Decisions.Contracts;
using Personalization.Hosting.Problems;

namespace Personalization.Decisions.Api.Startup;

internal static class DecisionsExtensions
{
    private const int RetrySeconds = 1;

    public static void AddDecisions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DecisionsOptions>().Bind(configuration.GetSection(DecisionsOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DecisionsOptions>, DecisionsOptionsValidator>();
        services.AddDaprClient(client => client.UseJsonSerializationOptions(new JsonSerializerOptions(DecisionsJson.Default.Options)
        {
            // The SDK's own types have no generated code.
            TypeInfoResolver = JsonTypeInfoResolver.Combine(DecisionsJson.Default, new DefaultJsonTypeInfoResolver()),
        }));
        services.ConfigureHttpJsonOptions(http =>
        {
            // Generated code takes names from the options it is used with, not from those it was generated with.
            http.SerializerOptions.PropertyNamingPolicy = DecisionsJson.Default.Options.PropertyNamingPolicy;
            http.SerializerOptions.DefaultIgnoreCondition = DecisionsJson.Default.Options.DefaultIgnoreCondition;
            http.SerializerOptions.TypeInfoResolverChain.Insert(0, DecisionsJson.Default);
        });
        services.AddSingleton<IDecisionsState, DaprDecisionsState>();
        services.AddSingleton<IDefinitionBroadcast, DaprDefinitionBroadcast>();
        services.AddDecisionsCore();
        services.AddSingleton<DefinitionSync>();
        services.AddHostedService(provider => provider.GetRequiredService<DefinitionSync>());
        services.AddHostedService(provider => provider.GetRequiredService<DecisionLog>());
        services.AddHostedService<LearningLoop>();
    }

    /// <summary>What decides, joins and learns, over whatever state there is.</summary>
    public static void AddDecisionsCore(this IServiceCollection services)
    {
        services.AddSingleton<DecisionsInstruments>();
        services.AddSingleton<DecisionLog>();
        services.AddSingleton<SlotModels>();
        services.AddSingleton<DecisionService>();
        services.AddSingleton<RewardBook>();
        services.AddSingleton<InteractionRewards>();
        services.AddSingleton<Learner>();
        services.AddSingleton<PolicyJudge>();
        services.AddSingleton<CapBook>();
        services.AddSingleton<RuleKind>();
        services.AddSingleton<IDefinitionKind>(provider => provider.GetRequiredService<RuleKind>());
        services.AddSingleton<PolicyKind>();
        services.AddSingleton<IDefinitionKind>(provider => provider.GetRequiredService<PolicyKind>());
        services.AddSingleton<PolicyGate>();
        services.AddHttpClient(ModelServers.Client, client => client.Timeout = Timeout.InfiniteTimeSpan);
        services.AddSingleton<ModelServers>();
        services.AddSingleton<ContentKind>();
        services.AddSingleton<IDefinitionKind>(provider => provider.GetRequiredService<ContentKind>());
        services.AddSingleton<ContentCounts>();
        services.AddSingleton<DefinitionCopies>();
        services.AddSingleton<DefinitionStore>();
    }

    public static void MapDecisions(this WebApplication app)
    {
        // Models are read when their slot is first asked for: there is nothing to wait for.
        app.MapGet("/readyz", () => TypedResults.Ok()).ExcludeFromDescription();
        app.MapSubscribeHandler();
        app.MapInteractionEndpoints();
        app.MapDefinitionEvents();
        var calls = app.MapGroup("").AddEndpointFilter(UnavailableAsync);
        calls.MapDecisionEndpoints();
        calls.MapDefinitionEndpoints();
        calls.MapContentEndpoints();
        calls.MapPolicyEndpoints();
    }

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
