namespace Personalization.Profiles.Api.Outbox;

internal sealed partial class LeftoverSweep
{
    [LoggerMessage(EventIds.LeftoversPublished, LogLevel.Information, "{Shoppers} shoppers that the former process had armed were looked after")]
    private static partial void LogSwept(ILogger logger, int shoppers);
}
