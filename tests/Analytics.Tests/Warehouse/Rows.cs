using Personalization.Analytics.RawActions;

namespace Personalization.Analytics.Tests.Warehouse;

internal static class Rows
{
    public static readonly DateTimeOffset Day = new(2026, 3, 14, 9, 26, 53, TimeSpan.Zero);

    public static RawUserAction Row(string eventId, string type = "click", string userId = "shopper", DateTimeOffset? at = null, string store = "main", string kind = "u") => new()
    {
        StoreId = store,
        EventId = eventId,
        EventTimestamp = at ?? Day,
        EventType = type,
        UserId = userId,
        ShopperKind = kind,
        SessionId = "session",
        ProductAttributes = "{}",
        InteractionStrength = .2,
        InteractionContext = "{}",
        SearchResultsShown = "[]",
        RawEventData = "{}",
        ReceivedAt = at ?? Day,
    };
}
