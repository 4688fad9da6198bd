namespace Personalization.Profiles.Api.Shoppers;

internal sealed partial class ShopperVault
{
    [LoggerMessage(EventIds.LoadFailed, LogLevel.Information, "The state of a shopper could not be loaded ({Failure})")]
    private static partial void LogLoadFailed(ILogger logger, string failure);

    [LoggerMessage(EventIds.SaveFailed, LogLevel.Information, "The state of a shopper could not be saved ({Failure})")]
    private static partial void LogSaveFailed(ILogger logger, string failure);
}
