using Personalization.Profiles.Contracts;

namespace Personalization.Storefront.Interactions;

/// <summary>Makes the interaction that enters the shopper's actor: the event with the catalogue's facts of its products.</summary>
public static class InteractionBuilder
{
    /// <param name="read">The event.</param>
    /// <param name="eventId">Its id: the caller's, or one that was minted.</param>
    /// <param name="receivedAt">Arrival.</param>
    /// <param name="facts">The catalogue's facts of a product id; null for an unknown one, which is learned by id alone.</param>
    public static Interaction Build(TrackedEvent read, string eventId, DateTimeOffset receivedAt, Func<string, ProductFacts?> facts) => new()
    {
        EventId = eventId,
        Type = read.Type,
        Timestamp = read.Timestamp ?? receivedAt,
        ReceivedAt = receivedAt,
        SessionId = read.SessionId,
        ProductId = read.ProductId,
        Product = read.ProductId is null ? null : facts(read.ProductId),
        Shown = Shown(read, facts),
        DecisionId = read.DecisionId,
        ListId = read.ListId,
        ContentId = read.ContentId,
        SegmentId = read.SegmentId,
        ExperimentId = read.ExperimentId,
        SearchQuery = read.Context.SearchQuery,
        Position = read.Context.Position,
        TimeOnPage = read.Context.TimeOnPage,
        Quantity = read.Context.Quantity,
        Price = read.Context.Price,
        Currency = read.Context.Currency,
        OrderId = read.Context.OrderId,
        LineId = read.Context.LineId,
        PurchaseKind = read.Context.PurchaseKind,
        Context = read.Context.Raw,
        Raw = read.Raw,
    };

    private static IReadOnlyList<ProductFacts> Shown(TrackedEvent read, Func<string, ProductFacts?> facts)
    {
        var ids = read.Context.ResultsShown;
        if (ids.Count == 0)
        {
            return [];
        }

        var shown = new ProductFacts[ids.Count];
        for (var i = 0; i < shown.Length; i++)
        {
            // Full facts are needed only where the type learns from each product shown; elsewhere the ids are the record.
            shown[i] = (read.Type == InteractionTypes.Scroll ? facts(ids[i]) : null) ?? new ProductFacts { Id = ids[i] };
        }

        return shown;
    }
}
