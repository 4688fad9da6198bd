namespace Personalization.Profiles.Api.Outbox;

internal sealed partial class OutboxPublisher
{
    [LoggerMessage(EventIds.PublishFailed, LogLevel.Warning, "{Count} events could not be published ({Failure}); they are tried again")]
    private static partial void LogPublishFailed(ILogger logger, int count, string failure);
}
