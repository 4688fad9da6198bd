namespace Personalization.Profiles.Api.Merging;

internal sealed partial class MergeResumption
{
    [LoggerMessage(EventIds.MergeInterrupted, LogLevel.Warning, "A merge could not be finished ({Failure}); it is taken up again")]
    private static partial void LogInterrupted(ILogger logger, string failure);
}
