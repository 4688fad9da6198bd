namespace Personalization.Analytics.Api.Warehouse;

internal sealed partial class DuckDbWarehouse
{
    [LoggerMessage(4001, LogLevel.Information, "Warehouse {Path} is open, DuckDB {Version}")]
    private partial void LogOpened(string path, string version);

    [LoggerMessage(4002, LogLevel.Warning, "Warehouse {Path} cannot be opened yet; trying again each second: {Reason}")]
    private partial void LogNotOpened(string path, string reason);

    [LoggerMessage(4003, LogLevel.Error, "A commit of {Rows} rows failed")]
    private partial void LogCommitFailed(Exception fault, int rows);

    [LoggerMessage(4004, LogLevel.Critical, "Rollback failed; the service ends, so that the warehouse is opened anew")]
    private partial void LogRollbackFailed(Exception fault);

    [LoggerMessage(4005, LogLevel.Error, "The warehouse cannot keep a row; its event goes to the dead-letter topic: {Reason}")]
    private partial void LogRefused(string reason);
}
