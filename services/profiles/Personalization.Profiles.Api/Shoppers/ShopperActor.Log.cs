namespace Personalization.Profiles.Api.Shoppers;

internal sealed partial class ShopperActor
{
    [LoggerMessage(EventIds.ArmFailed, LogLevel.Warning, "The sweep of a shopper's outbox could not be armed ({Failure})")]
    private static partial void LogArmFailed(ILogger logger, string failure);
}
