namespace Personalization.Sidecar.PubSub.Subscriptions;

/// <summary>What becomes of messages that the app did not take.</summary>
internal sealed partial class DeadLetters(IPubSubBroker broker, Subscription subscription, ILogger logger)
{
    /// <summary>The app never wants it: to the dead letters, or away.</summary>
    public Task DropAsync(BrokerDelivery delivery, string reason, CancellationToken cancellationToken)
    {
        if (subscription.DeadLetterTopic is { } topic)
        {
            return MoveAsync(delivery, topic, reason, cancellationToken);
        }

        LogDropped(logger, subscription.PubsubName, subscription.Topic, reason);
        delivery.Complete();
        return Task.CompletedTask;
    }

    /// <summary>The app failed on it for good: to the dead letters, or back to the component.</summary>
    public Task FailAsync(BrokerDelivery delivery, string reason, CancellationToken cancellationToken)
    {
        if (subscription.DeadLetterTopic is { } topic)
        {
            return MoveAsync(delivery, topic, reason, cancellationToken);
        }

        LogFailed(logger, subscription.PubsubName, subscription.Topic, delivery.Attempt, reason);
        delivery.Retry();
        return Task.CompletedTask;
    }

    private async Task MoveAsync(BrokerDelivery delivery, string topic, string reason, CancellationToken cancellationToken)
    {
        try
        {
            await broker.PublishAsync([new OutgoingMessage(topic, delivery.Data, delivery.Metadata)], cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Not safe there, so it stays here.
            LogMoveFailed(logger, exception, subscription.PubsubName, subscription.Topic, topic);
            delivery.Retry();
            return;
        }

        LogMoved(logger, subscription.PubsubName, subscription.Topic, topic, reason);
        delivery.Complete();
    }

    [LoggerMessage(EventId = 3131, Level = LogLevel.Warning, Message = "A message of {Pubsub}/{Topic} was dropped: {Reason}")]
    private static partial void LogDropped(ILogger logger, string pubsub, string topic, string reason);

    [LoggerMessage(EventId = 3132, Level = LogLevel.Warning, Message = "A message of {Pubsub}/{Topic} was not handled (delivery {Attempt}): {Reason}")]
    private static partial void LogFailed(ILogger logger, string pubsub, string topic, int attempt, string reason);

    [LoggerMessage(EventId = 3133, Level = LogLevel.Warning, Message = "A message of {Pubsub}/{Topic} moved to {DeadLetterTopic}: {Reason}")]
    private static partial void LogMoved(ILogger logger, string pubsub, string topic, string deadLetterTopic, string reason);

    [LoggerMessage(EventId = 3134, Level = LogLevel.Error, Message = "A message of {Pubsub}/{Topic} could not be moved to {DeadLetterTopic}; it comes again")]
    private static partial void LogMoveFailed(ILogger logger, Exception exception, string pubsub, string topic, string deadLetterTopic);
}
