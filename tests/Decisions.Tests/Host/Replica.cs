using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Personalization.Decisions.Api;
using Personalization.Decisions.Api.Content;
using Personalization.Decisions.Api.Definitions;
using Personalization.Decisions.Api.Evaluation;
using Personalization.Decisions.Api.Learning;
using Personalization.Decisions.Api.Logging;
using Personalization.Decisions.Api.Policies;
using Personalization.Decisions.Api.Rewards;
using Personalization.Decisions.Api.Serving;
using Personalization.Decisions.Api.Startup;
using Personalization.Decisions.Api.State;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Deciding;
using Personalization.Decisions.Models;

namespace Personalization.Decisions.Tests.Host;

/// <summary>One process of the service over a state that outlives it. Its learner looks when it is told to.</summary>
internal sealed class Replica : IAsyncDisposable
{
    public static readonly TimeSpan Wait = TimeSpan.FromMinutes(10);

    private readonly ServiceProvider _services;

    private Replica(ServiceProvider services) => _services = services;

    public DecisionLog Log => _services.GetRequiredService<DecisionLog>();

    public static async Task<Replica> StartAsync(IDecisionsState state, TimeProvider time, Action<DecisionsOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        services.AddOptions<DecisionsOptions>().Configure(options =>
        {
            options.Default = new SlotSettings { Wait = Wait, Model = new ModelOptions { Dimensions = 8, HalfLife = null } };
            configure?.Invoke(options);
        });
        services.AddSingleton(time);
        services.AddSingleton(state);
        services.AddSingleton<IDefinitionBroadcast, NoBroadcast>();
        services.AddDecisionsCore();
        var replica = new Replica(services.BuildServiceProvider());
        await ((IHostedService)replica.Log).StartAsync(CancellationToken.None);
        return replica;
    }

    public Task<DecideReply> DecideAsync(DecideRequest request) => _services.GetRequiredService<DecisionService>().DecideAsync(request, CancellationToken.None);

    public Task<DecideReply> DecideAsync(string? requestId = null, bool deferred = false, params string[] items) => DecideAsync(new DecideRequest
    {
        StoreId = "main",
        RequestId = requestId,
        Digest = requestId is null ? null : string.Join(',', items),
        Deferred = deferred,
        Context = [new NamedValue("weather=rain", 1)],
        Slots = [new DecideSlot { Name = "home", Items = [.. items.Select(item => new DecideItem { Id = item })] }],
    });

    public Task<RewardReply> RewardAsync(string decision, double value, string eventId, DateTimeOffset at, bool early = false) => _services.GetRequiredService<RewardBook>().RewardAsync(
        new RewardRequest { StoreId = "main", DecisionId = decision, Value = value, EventId = eventId, At = at, MayBeEarly = early }, CancellationToken.None);

    public Task<RewardReply> ActivateAsync(string decision) => _services.GetRequiredService<RewardBook>().ActivateAsync(new ActivateRequest("main", decision), CancellationToken.None);

    public DefinitionStore Definitions => _services.GetRequiredService<DefinitionStore>();

    /// <summary>As when the broadcast was heard, or a second is over.</summary>
    public Task LookAtDefinitionsAsync() => _services.GetRequiredService<DefinitionCopies>().LookAsync(CancellationToken.None);

    public Task<DefinitionReply> PutAsync(string kind, string id, string body, long? expected = null) => Definitions.ChangeAsync(
        new DefinitionChange { StoreId = "main", Kind = kind, Id = id, Body = JsonDocument.Parse(body).RootElement, Expected = expected, By = "editor" }, CancellationToken.None);

    public Task<ContentResults> ContentResultsAsync(string id) => _services.GetRequiredService<ContentCounts>().ReadAsync("main", id, CancellationToken.None);

    public Task<PolicyReply> StepAsync(string step, EvaluateRequest? candidate = null, int percent = 100) => _services.GetRequiredService<PolicyGate>().StepAsync(
        new PolicyCommand { StoreId = "main", Slot = "home", Step = step, Candidate = candidate, Percent = percent, By = "editor" }, CancellationToken.None);

    public PolicyJudge Judge => _services.GetRequiredService<PolicyJudge>();

    public InteractionRewards Interactions => _services.GetRequiredService<InteractionRewards>();

    public Task LookAsync() => _services.GetRequiredService<Learner>().LookAsync(CancellationToken.None);

    /// <summary>As the power going: nothing is flushed.</summary>
    public async ValueTask DisposeAsync()
    {
        await ((IHostedService)Log).StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }
}
