namespace Personalization.Profiles.Api.Shoppers;

internal sealed partial class ShopperActor
{
    [LoggerMessage(EventIds.ArmFailed, LogLevel.Warning, "The sweep of a shopper's outbox could not be armed ({Failure})")]
    private static partial void LogArmFailed(ILogger logger, string failure);

    [LoggerMessage(EventIds.DisarmFailed, LogLevel.Warning, "A reminder that is of no use any more could not be removed ({Failure}); it goes when it is due")]
    private static partial void LogDisarmFailed(ILogger logger, string failure);
}
