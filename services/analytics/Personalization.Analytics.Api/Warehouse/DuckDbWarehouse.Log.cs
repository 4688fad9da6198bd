namespace Personalization.Analytics.Api.Warehouse;

internal sealed partial class DuckDbWarehouse
{
    [LoggerMessage(4001, LogLevel.Information, "Warehouse {Path} is open, DuckDB {Version}")]
    private partial void LogOpened(string path, string version);

    [LoggerMessage(4002, LogLevel.Warning, "Warehouse {Path} cannot be opened yet; trying again each second")]
    private partial void LogNotOpened(Exception fault, string path);

    [LoggerMessage(4003, LogLevel.Error, "Commit of {Batches} batches failed; they are delivered again")]
    private partial void LogCommitFailed(Exception fault, int batches);

    [LoggerMessage(4004, LogLevel.Error, "Rollback failed")]
    private partial void LogRollbackFailed(Exception fault);
}
