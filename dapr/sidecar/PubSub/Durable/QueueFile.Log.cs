namespace Personalization.Sidecar.PubSub.Durable;

internal sealed partial class QueueFile
{
    [LoggerMessage(EventId = 3101, Level = LogLevel.Warning, Message = "Progress of consumers was not saved in {Path}; messages may come twice")]
    private static partial void LogSaveFailed(ILogger logger, Exception exception, string path);

    [LoggerMessage(EventId = 3102, Level = LogLevel.Warning, Message = "Topic {Topic} could not be opened for {Consumer}; trying again")]
    private static partial void LogAcquireFailed(ILogger logger, Exception exception, string topic, string consumer);

    [LoggerMessage(EventId = 3103, Level = LogLevel.Warning, Message = "Housekeeping of {Path} failed; trying again")]
    private static partial void LogCareFailed(ILogger logger, Exception exception, string path);
}
