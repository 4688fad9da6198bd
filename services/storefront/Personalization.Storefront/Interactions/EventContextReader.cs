using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Interactions;

/// <summary>Reads an event's `context`.</summary>
internal static class EventContextReader
{
    private const int MaxShown = 1_000;
    private const decimal MaxAmount = 1_000_000_000m;

    private const int SearchQuery = 0, Position = 1, TimeOnPage = 2, ResultsShown = 3, Quantity = 4, Price = 5, Currency = 6,
        OrderId = 7, LineId = 8, Device = 9, Channel = 10, PurchaseKind = 11, Liked = 12, Disliked = 13, Rating = 14, Comment = 15;

    private static readonly FieldNames Names = new(
        "search_query", "position", "time_on_page", "results_shown", "quantity", "price", "currency",
        "order_id", "line_id", "device", "channel", "purchase_kind", "liked", "disliked", "rating", "text");

    public static EventContext Read(JsonFields fields, int field)
    {
        if (fields.Object(field, Names) is not { } context)
        {
            return EventContext.None;
        }

        context.Text(Device);
        context.Text(Channel);
        context.Ids(Liked, MaxShown);
        context.Ids(Disliked, MaxShown);
        context.Number(Rating, 1, 5);
        context.Text(Comment, maxLength: 10_000);
        return new EventContext
        {
            SearchQuery = context.Text(SearchQuery),
            Position = context.Whole(Position, 0, int.MaxValue),
            TimeOnPage = (double?)context.Number(TimeOnPage, 0, MaxAmount),
            ResultsShown = context.Ids(ResultsShown, MaxShown),
            Quantity = ReadQuantity(context),
            Price = context.Number(Price, 0, MaxAmount),
            Currency = ReadCurrency(context),
            OrderId = context.Id(OrderId),
            LineId = context.Id(LineId),
            PurchaseKind = context.Text(PurchaseKind),
            Raw = fields.Raw(field),
        };
    }

    private static decimal? ReadQuantity(JsonFields context)
    {
        var quantity = context.Number(Quantity, 0, MaxAmount);
        if (quantity != 0)
        {
            return quantity;
        }

        context.Fault(Quantity, "is 0; send a number above 0");
        return null;
    }

    private static string? ReadCurrency(JsonFields context)
    {
        var currency = context.Text(Currency);
        if (currency is null || (currency.Length == 3 && currency.All(char.IsAsciiLetter)))
        {
            return currency?.ToUpperInvariant();
        }

        context.Fault(Currency, "is no currency; send an ISO 4217 code such as EUR");
        return null;
    }
}
