namespace Personalization.Profiles.Api.Rules;

internal sealed partial class RulesReload
{
    [LoggerMessage(EventIds.RulesLoaded, LogLevel.Information, "Signal weights taken from {File}")]
    private static partial void LogLoaded(ILogger logger, string file);

    [LoggerMessage(EventIds.RulesRefused, LogLevel.Error, "Signal weights of {File} refused, the ones in force stay: {Faults}")]
    private static partial void LogRefused(ILogger logger, string file, string faults);

    [LoggerMessage(EventIds.RulesUnreadable, LogLevel.Error, "Signal weights of {File} cannot be read ({Failure}), the ones in force stay")]
    private static partial void LogUnreadable(ILogger logger, string file, string failure);
}
