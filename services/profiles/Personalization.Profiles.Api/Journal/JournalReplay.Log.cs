namespace Personalization.Profiles.Api.Journal;

internal sealed partial class JournalReplay
{
    [LoggerMessage(EventIds.ReplayFailed, LogLevel.Warning, "The journal could not be replayed ({Failure}); {Depth} events wait in memory")]
    private static partial void LogReplayFailed(ILogger logger, string failure, int depth);

    [LoggerMessage(EventIds.Replayed, LogLevel.Information, "The journal of {Shoppers} shoppers was replayed; {Depth} events still wait")]
    private static partial void LogReplayed(ILogger logger, int shoppers, int depth);
}
