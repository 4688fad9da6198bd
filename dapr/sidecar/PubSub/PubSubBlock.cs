using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Personalization.Grpc.Server;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Grpc;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Http;
using Personalization.Sidecar.Invocation;
using Personalization.Sidecar.Metadata;
using Personalization.Sidecar.PubSub.Publishing;
using Personalization.Sidecar.PubSub.Streaming;
using Personalization.Sidecar.PubSub.Subscriptions;
using Personalization.Sidecar.Resiliency;

namespace Personalization.Sidecar.PubSub;

/// <summary>Publish and subscribe for one app.</summary>
internal sealed partial class PubSubBlock : IBuildingBlock, IDisposable
{
    private const string SubscribePath = "/dapr/subscribe";
    private const int AskAttempts = 4;
    private const int NotFound = 404;
    private static readonly TimeSpan AskInterval = TimeSpan.FromSeconds(1);

    private readonly AppRuntime _app;
    private readonly ILogger _logger;
    private readonly PublishApi _publishing;
    private readonly ConcurrentDictionary<object, Subscription> _streams = new();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly AppPresence _presence;
    private readonly List<(Subscription Subscription, IAsyncDisposable Handle)> _active = [];

    public PubSubBlock(AppRuntime app)
    {
        _app = app;
        _logger = app.Services.Loggers.CreateLogger<PubSubBlock>();
        _publishing = new PublishApi(app);
        _presence = new AppPresence(app.Options, app.Services.Time, _stopping.Token);
    }

    /// <summary>Fires when the sidecar stops.</summary>
    public CancellationToken Stopping => _stopping.Token;

    public void MapEndpoints(ApiRoutes routes) => new PublishEndpoints(_publishing).Map(routes);

    public void MapMethods(GrpcServer server)
    {
        new PublishMethods(_publishing, _app).Map(server);
        new SubscribeMethods(this).Map(server);
    }

    /// <summary>Gives the messages of a topic to an app's stream, until the result is disposed of.</summary>
    /// <param name="wanted">The topic.</param>
    /// <param name="sink">The stream.</param>
    /// <param name="lifetime">Fires when the stream is over, before the result is disposed of.</param>
    /// <exception cref="DaprApiException">No such component, or its scopes forbid it.</exception>
    public async Task<IAsyncDisposable> SubscribeStreamAsync(StreamSubscription wanted, IAppChannel sink, CancellationToken lifetime)
    {
        if (!_app.Components.TryGet<IPubSubBroker>(wanted.PubsubName, out var broker))
        {
            throw new DaprApiException(StatusCodes.Status404NotFound, PubSubErrorCodes.NotFound, $"pubsub {wanted.PubsubName} is not found");
        }

        if (!broker.Scopes.MaySubscribe(wanted.Topic))
        {
            throw new DaprApiException(StatusCodes.Status403Forbidden, PubSubErrorCodes.Forbidden, $"topic {wanted.Topic} is not allowed for app id {_app.AppId}");
        }

        var subscription = new Subscription
        {
            PubsubName = wanted.PubsubName,
            Topic = wanted.Topic,
            Routes = [new SubscriptionRoute("/")],
            Metadata = wanted.Metadata,
            DeadLetterTopic = wanted.DeadLetterTopic,
            Origin = SubscriptionOrigin.Streaming,
        };
        var delivery = Delivery(subscription, broker, sink, new AppPresence(_app.Options, _app.Services.Time, lifetime));
        var handle = await broker.SubscribeAsync(new BrokerSubscription(subscription.Topic, delivery.HandleAsync, 1, TimeSpan.Zero), lifetime);
        var key = new object();
        _streams[key] = subscription;
        LogSubscribed(_app.AppId, subscription.PubsubName, subscription.Topic);
        return new Share<object>(key, () =>
        {
            _streams.TryRemove(key, out _);
            return handle.DisposeAsync();
        });
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await SubscribeAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Measure(StringBuilder text) => LagMetrics.Write(text, _app);

    public async Task AppHealthChangedAsync(bool healthy, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!healthy)
            {
                await UnsubscribeAsync(cancellationToken);
            }
            else if (_active.Count == 0)
            {
                await SubscribeAsync(cancellationToken);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Describe(MetadataDocument document)
    {
        foreach (var (subscription, _) in _active.ToArray())
        {
            document.Subscriptions.Add(Described(subscription));
        }

        document.Subscriptions.AddRange(_streams.Values.Select(Described));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await UnsubscribeAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _gate.Dispose();
        _stopping.Dispose();
    }

    private async Task SubscribeAsync(CancellationToken cancellationToken)
    {
        if (!_app.Channel.HasApp || !_app.Components.OfKind<IPubSubBroker>().Any())
        {
            return;
        }

        foreach (var subscription in Merge(await AskAsync(cancellationToken)))
        {
            if (!_app.Components.TryGet<IPubSubBroker>(subscription.PubsubName, out var broker))
            {
                LogRefused(_app.AppId, subscription.PubsubName, subscription.Topic, "there is no such component in the app's scope");
            }
            else if (!broker.Scopes.MaySubscribe(subscription.Topic))
            {
                LogRefused(_app.AppId, subscription.PubsubName, subscription.Topic, "the component's scopes do not allow it");
            }
            else if (subscription.Router.Problem is { } problem)
            {
                LogRefused(_app.AppId, subscription.PubsubName, subscription.Topic, problem);
            }
            else
            {
                await BeginAsync(subscription, broker, cancellationToken);
            }
        }
    }

    /// <summary>What the app asks for goes before what files say; of two files' words for one topic the first counts.</summary>
    private IEnumerable<Subscription> Merge(IReadOnlyList<Subscription> programmatic) => programmatic
        .Concat(_app.Resources.Subscriptions.Where(s => s.IsFor(_app.AppId, _app.Options.Namespace)).Select(s => s.Subscription))
        .DistinctBy(s => (s.PubsubName, s.Topic));

    private async Task BeginAsync(Subscription subscription, IPubSubBroker broker, CancellationToken cancellationToken)
    {
        var delivery = Delivery(subscription, broker, _app.Channel, _presence);
        var handle = await broker.SubscribeAsync(
            new BrokerSubscription(
                subscription.Topic,
                delivery.HandleAsync,
                subscription.Bulk?.MaxMessages ?? 1,
                subscription.Bulk?.MaxWait ?? TimeSpan.Zero),
            cancellationToken);
        _active.Add((subscription, handle));
        LogSubscribed(_app.AppId, subscription.PubsubName, subscription.Topic);
    }

    private AppDelivery Delivery(Subscription subscription, IPubSubBroker broker, IAppChannel channel, AppPresence presence) => new(
        subscription,
        broker,
        channel,
        presence,
        _app.Resiliency.ForInbound(subscription.PubsubName, ResiliencyPolicies.PubSub),
        _app.Services.Time,
        _app.Metrics,
        _app.Spans,
        _logger);

    private static MetadataSubscription Described(Subscription subscription) => new(
        subscription.PubsubName,
        subscription.Topic,
        subscription.Metadata,
        [.. subscription.Routes.Select(route => new MetadataSubscriptionRule(route.Match, route.Path))],
        subscription.DeadLetterTopic ?? "",
        subscription.Origin.ToString().ToUpperInvariant());

    private async Task UnsubscribeAsync(CancellationToken cancellationToken)
    {
        var handles = _active.Select(active => active.Handle.DisposeAsync().AsTask()).ToList();
        _active.Clear();
        try
        {
            await Task.WhenAll(handles).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            LogAbandoned(_app.AppId);
        }
    }

    private async Task<IReadOnlyList<Subscription>> AskAsync(CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, string> { ["dapr-app-id"] = _app.AppId };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answer = await _app.Channel.SendAsync(HttpMethod.Get, SubscribePath, headers, null, cancellationToken);
                if (answer.IsSuccess)
                {
                    var subscriptions = SubscriptionParser.Parse(answer.Body, out var problems);
                    foreach (var problem in problems)
                    {
                        LogIgnoredEntry(_app.AppId, problem);
                    }

                    return subscriptions;
                }

                if (answer.Status != NotFound)
                {
                    LogNoAnswer(_app.AppId, answer.Status);
                }

                return [];
            }
            catch (JsonException exception)
            {
                LogUnreadable(exception, _app.AppId);
                return [];
            }
            catch (AppUnreachableException) when (attempt < AskAttempts)
            {
                await Task.Delay(AskInterval, _app.Services.Time, cancellationToken);
            }
        }
    }

    [LoggerMessage(EventId = 3141, Level = LogLevel.Information, Message = "app {AppId} subscribed to {Pubsub}/{Topic}")]
    private partial void LogSubscribed(string appId, string pubsub, string topic);

    [LoggerMessage(EventId = 3142, Level = LogLevel.Error, Message = "app {AppId}: the subscription to {Pubsub}/{Topic} is refused: {Reason}")]
    private partial void LogRefused(string appId, string pubsub, string topic, string reason);

    [LoggerMessage(EventId = 3143, Level = LogLevel.Warning, Message = "app {AppId}: a subscription is left out: {Problem}")]
    private partial void LogIgnoredEntry(string appId, string problem);

    [LoggerMessage(EventId = 3144, Level = LogLevel.Error, Message = "app {AppId} answered {Status} to /dapr/subscribe: it gets no messages")]
    private partial void LogNoAnswer(string appId, int status);

    [LoggerMessage(EventId = 3145, Level = LogLevel.Error, Message = "app {AppId}: the answer to /dapr/subscribe cannot be read; it gets no messages")]
    private partial void LogUnreadable(Exception exception, string appId);

    [LoggerMessage(EventId = 3146, Level = LogLevel.Warning, Message = "app {AppId}: messages in work did not finish in time; they come again")]
    private partial void LogAbandoned(string appId);
}
