namespace Personalization.Profiles.Api.Outbox;

internal sealed partial class ArmedHints
{
    [LoggerMessage(EventIds.HintsUnavailable, LogLevel.Warning, "The file of armed actors cannot be used ({Failure}): after a crash leftovers wait for their reminders")]
    private static partial void LogUnavailable(ILogger logger, string failure);
}
