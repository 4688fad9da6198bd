namespace Personalization.Analytics.Api.Ingestion;

internal sealed partial class InteractionIngestion
{
    [LoggerMessage(4101, LogLevel.Warning, "{Rows} events were not kept and are delivered again: {Reason}")]
    private partial void LogNotKept(int rows, string reason);

    [LoggerMessage(4102, LogLevel.Error, "A delivered interaction is unreadable and goes to the dead-letter topic")]
    private partial void LogUnreadable(Exception? fault);
}
