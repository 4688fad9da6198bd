using System.Text.Json;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Cel;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Invocation;
using Personalization.Sidecar.PubSub.CloudEvents;
using Personalization.Sidecar.Resiliency;
using Personalization.Sidecar.Telemetry;
using Personalization.Sidecar.Telemetry.Tracing;

namespace Personalization.Sidecar.PubSub.Subscriptions;

/// <summary>
/// Gives the messages of one subscription to the app: one call a message, or one a batch; the component's inbound policies around
/// each call; then settles each message by the outcome.
/// </summary>
internal sealed class AppDelivery
{
    /// <summary>Names the component to the app.</summary>
    /// <summary>The component that a message comes from.</summary>
    public const string PubSubHeader = "pubsubName";

    /// <summary>The topic that a message comes from, for a channel that wants it: an envelope need not name it.</summary>
    public const string TopicHeader = "dapr-topic";


    /// <summary>How often a message may be in the app's hands when the app goes away without an answer, before it counts as the cause.</summary>
    private const int MaxCrashes = 5;

    private readonly Subscription _subscription;
    private readonly IAppChannel _channel;
    private readonly AppPresence _presence;
    private readonly ResiliencyPipeline _policies;
    private readonly TimeSpan _attemptTimeout;
    private readonly TimeProvider _time;
    private readonly DeadLetters _deadLetters;
    private readonly ComponentMetrics _metrics;
    private readonly AppSpans? _spans;

    public AppDelivery(
        Subscription subscription,
        IPubSubBroker broker,
        IAppChannel channel,
        AppPresence presence,
        ResiliencyPipeline policies,
        TimeProvider time,
        ComponentMetrics metrics,
        AppSpans? spans,
        ILogger logger)
    {
        _subscription = subscription;
        _channel = channel;
        _presence = presence;
        _policies = policies;
        _attemptTimeout = broker.AttemptTimeout;
        _time = time;
        _metrics = metrics;
        _spans = spans;
        _deadLetters = new DeadLetters(broker, subscription, logger);
    }

    /// <summary>Handles a batch; every message of it is settled when the task completes, unless it was cancelled.</summary>
    public async Task HandleAsync(IReadOnlyList<BrokerDelivery> deliveries, CancellationToken cancellationToken)
    {
        if (_subscription.Bulk is null)
        {
            foreach (var delivery in deliveries)
            {
                if (await OpenAsync(delivery, cancellationToken) is { } message)
                {
                    await HandleOneAsync(message, cancellationToken);
                }
            }

            return;
        }

        var byPath = new Dictionary<string, List<OpenedMessage>>(StringComparer.Ordinal);
        foreach (var delivery in deliveries)
        {
            if (await OpenAsync(delivery, cancellationToken) is { } message)
            {
                if (!byPath.TryGetValue(message.Path, out var batch))
                {
                    byPath.Add(message.Path, batch = []);
                }

                batch.Add(message);
            }
        }

        foreach (var (path, batch) in byPath)
        {
            await HandleBatchAsync(path, batch, cancellationToken);
        }
    }

    /// <summary>Reads what delivery needs; a message that cannot or need not be delivered is settled here.</summary>
    private async Task<OpenedMessage?> OpenAsync(BrokerDelivery delivery, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var body = delivery.Data;
        EnvelopeHeader header = default;
        if (_subscription.IsRaw)
        {
            body = EnvelopeWriter.WriteRaw(body, new EnvelopeContext
            {
                AppId = "",
                PubsubName = _subscription.PubsubName,
                Topic = _subscription.Topic,
                NewId = Guid.NewGuid().ToString(),
                Now = now,
                TraceParent = "",
                Metadata = new Dictionary<string, string>(),
            });
        }
        else if (!EnvelopeHeader.TryRead(body.Span, out header))
        {
            await _deadLetters.DropAsync(delivery, "it is no cloud event; a subscription to raw messages says rawPayload", cancellationToken);
            return null;
        }

        if (header.Expires <= now)
        {
            await _deadLetters.DropAsync(delivery, "it expired", cancellationToken);
            return null;
        }

        try
        {
            if (_subscription.Router.Route(body) is { } path)
            {
                return new OpenedMessage(delivery, body, header, path);
            }
        }
        catch (Exception e) when (e is CelEvaluationException or JsonException)
        {
            await _deadLetters.FailAsync(delivery, $"a routing rule has no value for it: {e.Message}", cancellationToken);
            return null;
        }

        await _deadLetters.DropAsync(delivery, "no route matches it", cancellationToken);
        return null;
    }

    private async Task HandleOneAsync(OpenedMessage message, CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        var own = OwnStep(message);
        var outcome = await HandleOneAsync(message, own, cancellationToken);
        Tell(message, own, outcome, _time.GetElapsedTime(began));
    }

    /// <summary>The trace context of a message's delivery: a step of its own where somebody is told of it, else the one the message came with.</summary>
    private string? OwnStep(OpenedMessage message) =>
        _spans is null ? message.Header.TraceParent : TraceParent.Continue(message.Header.TraceParent, samplingRate: 0);

    /// <summary>Counts a delivery, and tells of it as a step of the trace its message belongs to.</summary>
    private void Tell(OpenedMessage message, string? own, DeliveryOutcome outcome, TimeSpan elapsed)
    {
        _metrics.Record(ComponentActivity.PubSubIngress, _subscription.PubsubName, _subscription.Topic, StatusOf(outcome), elapsed);
        _spans?.Record(own!, message.Header.TraceParent, $"pubsub/{_subscription.Topic}", SpanKind.Consumer, elapsed, failed: outcome == DeliveryOutcome.Retry);
    }

    private static string StatusOf(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Retry => "retry",
        DeliveryOutcome.Drop => "drop",
        _ => "success",
    };

    private async Task<DeliveryOutcome> HandleOneAsync(OpenedMessage message, string? traceParent, CancellationToken cancellationToken)
    {
        var headers = Headers(message, traceParent);
        for (var crashes = 1; ; crashes++)
        {
            try
            {
                await _presence.WaitAsync(cancellationToken);
                var outcome = await _policies.RunAsync(
                    async token =>
                    {
                        var answer = await CallAsync(message.Path, headers, message.Body, token);
                        return AppAnswer.Single(answer) is DeliveryOutcome.Retry ? throw NotTaken(answer) : AppAnswer.Single(answer);
                    },
                    cancellationToken: cancellationToken);
                if (outcome == DeliveryOutcome.Drop)
                {
                    await _deadLetters.DropAsync(message.Delivery, "the app does not want it", cancellationToken);
                }

                message.Delivery.Complete();
                return outcome;
            }
            catch (AppUnreachableException) when (crashes < MaxCrashes)
            {
                await _presence.SuspectAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                await _deadLetters.FailAsync(message.Delivery, exception.Message, cancellationToken);
                return DeliveryOutcome.Retry;
            }
        }
    }

    private async Task HandleBatchAsync(string path, List<OpenedMessage> batch, CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        var steps = batch.ConvertAll(OwnStep);
        var failed = await GiveBatchAsync(path, batch, BatchHeaders(steps), cancellationToken);
        var elapsed = _time.GetElapsedTime(began);
        foreach (var (message, own) in batch.Zip(steps))
        {
            var outcome = failed.Contains(message.EntryId) ? DeliveryOutcome.Retry : DeliveryOutcome.Success;
            Tell(message, own, outcome, elapsed);
        }
    }

    /// <summary>A call has one trace context, a batch may be of many traces: the app goes on from its last message, as with daprd; the others end with their delivery.</summary>
    private static IReadOnlyDictionary<string, string> BatchHeaders(List<string?> steps) => steps.FindLast(step => !string.IsNullOrEmpty(step)) is { } last
        ? new Dictionary<string, string>(BulkHeaders) { ["traceparent"] = last }
        : BulkHeaders;

    /// <returns>The entries that the app failed on.</returns>
    private async Task<IReadOnlyCollection<string>> GiveBatchAsync(
        string path,
        List<OpenedMessage> batch,
        IReadOnlyDictionary<string, string> headers,
        CancellationToken cancellationToken)
    {
        var open = batch.ToDictionary(message => message.EntryId, StringComparer.Ordinal);
        for (var crashes = 1; ; crashes++)
        {
            try
            {
                await _presence.WaitAsync(cancellationToken);
                await _policies.RunAsync(token => SendBatchAsync(path, headers, open, token), cancellationToken);
                return [];
            }
            catch (AppUnreachableException) when (crashes < MaxCrashes)
            {
                await _presence.SuspectAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                foreach (var message in open.Values)
                {
                    await _deadLetters.FailAsync(message.Delivery, exception.Message, cancellationToken);
                }

                return open.Keys;
            }
        }
    }

    /// <summary>One call with all messages still open; those the app settled leave the table, and the rest is the failure.</summary>
    private async Task SendBatchAsync(
        string path,
        IReadOnlyDictionary<string, string> headers,
        Dictionary<string, OpenedMessage> open,
        CancellationToken cancellationToken)
    {
        var body = BulkEnvelope.Write(Guid.NewGuid().ToString(), _subscription, [.. open.Values]);
        var answer = await CallAsync(path, headers, body, cancellationToken);
        foreach (var (id, outcome) in AppAnswer.Bulk(answer, [.. open.Keys]))
        {
            if (outcome == DeliveryOutcome.Retry)
            {
                continue;
            }

            open.Remove(id, out var message);
            if (outcome == DeliveryOutcome.Drop)
            {
                await _deadLetters.DropAsync(message!.Delivery, "the app does not want it", cancellationToken);
            }

            message!.Delivery.Complete();
        }

        if (open.Count > 0)
        {
            throw NotTaken(answer);
        }
    }

    private async Task<AppResponse> CallAsync(
        string path,
        IReadOnlyDictionary<string, string> headers,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken)
    {
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        attempt.CancelAfter(_attemptTimeout);
        try
        {
            return await _channel.SendAsync(HttpMethod.Post, path, headers, body, attempt.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"the app did not answer within {_attemptTimeout.TotalSeconds:0.#} s");
        }
    }

    private static Exception NotTaken(AppResponse answer) =>
        answer.IsSuccess ? new DeliveryRefusedException() : new DeliveryFailedException(answer.Status);

    private static IReadOnlyDictionary<string, string> BulkHeaders { get; } = new Dictionary<string, string> { ["content-type"] = ContentTypes.Json };

    private Dictionary<string, string> Headers(OpenedMessage message, string? traceParent)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in message.Delivery.Metadata ?? new Dictionary<string, string>())
        {
            headers[name] = value;
        }

        headers[PubSubHeader] = _subscription.PubsubName;
        if (_channel.WantsTopics)
        {
            headers[TopicHeader] = _subscription.Topic;
        }

        headers["content-type"] = CloudEventFields.ContentType;
        if (traceParent is { Length: > 0 } parent)
        {
            headers["traceparent"] = parent;
        }

        if (message.Header.TraceState is { Length: > 0 } state)
        {
            headers["tracestate"] = state;
        }

        return headers;
    }
}
