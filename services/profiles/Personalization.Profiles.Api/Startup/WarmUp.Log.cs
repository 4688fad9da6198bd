namespace Personalization.Profiles.Api.Startup;

internal sealed partial class WarmUp
{
    [LoggerMessage(EventIds.WarmUpDone, LogLevel.Information, "Warm after {Milliseconds:0} ms")]
    private static partial void LogDone(ILogger logger, double milliseconds);
}
