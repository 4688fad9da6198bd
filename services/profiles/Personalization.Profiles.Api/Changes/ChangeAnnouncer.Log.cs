namespace Personalization.Profiles.Api.Changes;

internal sealed partial class ChangeAnnouncer
{
    [LoggerMessage(EventIds.ChangesNotTold, LogLevel.Information, "{Count} changes could not be told and are tried again: {Failure}")]
    private static partial void LogNotTold(ILogger logger, int count, string failure);
}
