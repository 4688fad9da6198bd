using System.Text.Json;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.PubSub.CloudEvents;
using Personalization.Sidecar.Resiliency;
using Personalization.Sidecar.Telemetry;

namespace Personalization.Sidecar.PubSub.Publishing;

/// <summary>Publishing for one app, over any face: finds the component, holds to its scopes, makes envelopes, turns failures into daprd's codes.</summary>
internal sealed class PublishApi(AppRuntime app)
{
    private const string RawKey = "rawPayload";
    private const int BadRequest = 400;
    private const int Forbidden = 403;
    private const int NotFound = 404;
    private const int Failed = 500;

    /// <summary>Where an app may publish.</summary>
    /// <exception cref="DaprApiException">No such component, no topic, or the scopes forbid it.</exception>
    public PublishTarget Target(string pubsub, string topic)
    {
        if (!app.Components.OfKind<IPubSubBroker>().Any())
        {
            throw new DaprApiException(BadRequest, PubSubErrorCodes.NotConfigured, $"pubsub {pubsub} is not configured");
        }

        if (!app.Components.TryGet<IPubSubBroker>(pubsub, out var broker))
        {
            throw new DaprApiException(NotFound, PubSubErrorCodes.NotFound, $"pubsub {pubsub} is not found");
        }

        if (string.IsNullOrWhiteSpace(topic))
        {
            throw TopicEmpty(pubsub);
        }

        return broker.Scopes.MayPublish(topic)
            ? new PublishTarget(broker, pubsub, topic)
            : throw new DaprApiException(Forbidden, PubSubErrorCodes.Forbidden, $"topic {topic} is not allowed for app id {app.AppId}");
    }

    public static DaprApiException TopicEmpty(string pubsub) => new(NotFound, PubSubErrorCodes.TopicEmpty, $"topic is empty in pubsub {pubsub}");

    /// <summary>Publishes all or none.</summary>
    /// <param name="target">Where.</param>
    /// <param name="events">What.</param>
    /// <param name="traceParent">The publisher's; null: it sent none.</param>
    /// <param name="traceState">The publisher's; null: it sent none.</param>
    /// <param name="cancellationToken">The publisher gave up.</param>
    /// <exception cref="DaprApiException"><see cref="PubSubErrorCodes.Publish"/>: the component did not take them; others: an envelope cannot be made.</exception>
    public async Task PublishAsync(
        PublishTarget target,
        IReadOnlyList<OutgoingEvent> events,
        string? traceParent,
        string? traceState,
        CancellationToken cancellationToken)
    {
        var messages = new OutgoingMessage[events.Count];
        for (var i = 0; i < messages.Length; i++)
        {
            messages[i] = Message(target, events[i], traceParent, traceState);
        }

        var began = app.Services.Time.GetTimestamp();
        var success = false;
        try
        {
            await app.Resiliency.ForOutbound(target.Pubsub, ResiliencyPolicies.PubSub)
                .RunAsync(token => target.Broker.PublishAsync(messages, token), cancellationToken);
            success = true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new DaprApiException(
                Failed, PubSubErrorCodes.Publish, $"error when publishing to topic {target.Topic} in pubsub {target.Pubsub}: {exception.Message}", exception);
        }
        finally
        {
            app.Metrics.Record(ComponentActivity.PubSubEgress, target.Pubsub, target.Topic, success, app.Services.Time.GetElapsedTime(began));
        }
    }

    private OutgoingMessage Message(PublishTarget target, OutgoingEvent outgoing, string? traceParent, string? traceState)
    {
        var metadata = outgoing.Metadata;
        var stored = metadata.Count == 0 ? null : metadata;
        if (metadata.TryGetValue(RawKey, out var raw) && raw.Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            return new OutgoingMessage(target.Topic, outgoing.Data, stored);
        }

        try
        {
            var contentType = outgoing.ContentType is { Length: > 0 } given ? given : ContentTypes.Text;
            return new OutgoingMessage(target.Topic, EnvelopeWriter.Write(outgoing.Data, contentType, Envelope(target, metadata, traceParent, traceState)), stored);
        }
        catch (JsonException exception)
        {
            throw new DaprApiException(
                Failed,
                PubSubErrorCodes.EnvelopeMalformed,
                $"error when marshalling cloud event envelope for topic {target.Topic} pubsub {target.Pubsub}: {exception.Message}",
                exception);
        }
        catch (FormatException exception)
        {
            throw new DaprApiException(BadRequest, PubSubErrorCodes.MetadataMalformed, exception.Message, exception);
        }
    }

    private EnvelopeContext Envelope(PublishTarget target, Dictionary<string, string> metadata, string? traceParent, string? traceState) => new()
    {
        AppId = app.AppId,
        PubsubName = target.Pubsub,
        Topic = target.Topic,
        NewId = Guid.NewGuid().ToString(),
        Now = app.Services.Time.GetUtcNow(),
        TraceParent = traceParent ?? TraceContext.New(),
        TraceState = traceState,
        Metadata = metadata,
    };
}
