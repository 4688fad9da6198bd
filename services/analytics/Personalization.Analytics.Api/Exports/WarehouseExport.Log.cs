namespace Personalization.Analytics.Api.Exports;

internal sealed partial class WarehouseExport
{
    [LoggerMessage(4201, LogLevel.Information, "{Written} days exported and {Removed} removed in {Path}")]
    private partial void LogExported(int written, int removed, string path);

    [LoggerMessage(4202, LogLevel.Warning, "The export stopped and goes on where it was at its next run: {Reason}")]
    private partial void LogFailed(string reason);
}
