using System.Text.Json;
using Dapr;
using Dapr.Actors;
using Dapr.Actors.Client;
using Microsoft.Extensions.Options;
using Personalization.Hosting.Resilience;
using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Api.Search;

/// <summary>Asks the shopper's actor, inside a budget and behind a breaker, so that a search never waits for profiles.</summary>
internal sealed partial class DaprShopperContexts(IOptions<DiscoveryOptions> options, TimeProvider time, ILogger<DaprShopperContexts> logger) : IShopperContexts
{
    private readonly Breaker _breaker = new(new BreakerOptions(), time);

    private readonly ActorProxyFactory _proxies = new(new ActorProxyOptions
    {
        JsonSerializerOptions = new JsonSerializerOptions(ProfilesJson.Default.Options) { TypeInfoResolver = ProfilesJson.Default },
        UseJsonSerialization = true,
    });

    public async Task<ShopperContext?> FindAsync(string actorId, string? minVersion, bool orders, CancellationToken cancellationToken)
    {
        if (!_breaker.TryEnter())
        {
            return null;
        }

        using var budget = new CancellationTokenSource(options.Value.ContextBudget, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, cancellationToken);
        try
        {
            var context = await AskAsync(actorId, minVersion, orders, both.Token);
            if (context.MovedTo is { } target)
            {
                context = await AskAsync(target, minVersion: null, orders, both.Token);
            }

            _breaker.Succeeded();
            return context;
        }
        catch (Exception exception) when (IsAway(exception, cancellationToken))
        {
            _breaker.Failed();
            LogFailed(exception);
            return null;
        }
    }

    private Task<ShopperContext> AskAsync(string actorId, string? minVersion, bool orders, CancellationToken cancellationToken) =>
        _proxies.Create(new ActorId(actorId), ShopperActorType.Name)
            .InvokeMethodAsync<ContextRequest, ShopperContext>(ShopperActorMethods.GetContext, new ContextRequest { MinVersion = minVersion, Orders = orders }, cancellationToken);

    private static bool IsAway(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        HttpRequestException or DaprException or ActorMethodInvocationException or IOException or JsonException => true,
        _ => false,
    };

    [LoggerMessage(EventId = EventIds.ContextFailed, Level = LogLevel.Debug, Message = "A shopper's context did not come in time")]
    private partial void LogFailed(Exception exception);
}
