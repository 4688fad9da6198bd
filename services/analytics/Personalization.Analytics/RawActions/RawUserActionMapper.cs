using System.Text.Json;
using Personalization.Profiles.Contracts;

namespace Personalization.Analytics.RawActions;

/// <summary>Turns a finished interaction into its warehouse row. Pure: the same event always gives the same row.</summary>
public static class RawUserActionMapper
{
    public static RawUserAction ToRow(InteractionRecorded recorded) => new()
    {
        StoreId = recorded.StoreId,
        EventId = recorded.EventId,
        EventTimestamp = recorded.Timestamp,
        EventType = recorded.Type,
        UserId = recorded.ShopperId,
        ShopperKind = recorded.ShopperKind,
        SessionId = recorded.SessionId,
        ProductId = recorded.ProductId,
        ProductCategory = recorded.Product?.Categories.Count > 0 ? recorded.Product.Categories[0] : null,
        ProductAttributes = ProductJson(recorded.Product),
        InteractionStrength = recorded.Strength,
        InteractionKind = recorded.Kind,
        InteractionContext = Text(recorded.Context, "{}"),
        SearchQuery = recorded.SearchQuery,
        SearchResultsShown = JsonSerializer.Serialize(recorded.ResultsShown, AnalyticsJson.Default.IReadOnlyListString),
        ResultPosition = recorded.ResultPosition,
        RawEventData = Text(recorded.Raw, "{}"),
        OrderId = recorded.OrderId,
        Quantity = (double?)recorded.Quantity,
        Price = (double?)recorded.Price,
        Currency = recorded.Currency,
        DecisionId = recorded.DecisionId,
        ListId = recorded.ListId,
        ExperimentId = recorded.ExperimentId,
        ReceivedAt = recorded.ReceivedAt,
    };

    private static string ProductJson(ProductFacts? product) => product is null
        ? "{}"
        : JsonSerializer.Serialize(
            new ProductColumns(product.Name, product.Brand, product.Categories, product.Attributes, product.Price, product.Currency),
            AnalyticsJson.Default.ProductColumns);

    private static string Text(JsonElement? json, string absent) =>
        json is { ValueKind: not JsonValueKind.Undefined and not JsonValueKind.Null } element ? element.GetRawText() : absent;
}
