using Personalization.Abstractions.Identity;
using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Learning;

/// <summary>Makes the finished events of a learned interaction: what others hear of it.</summary>
public static class EventFinisher
{
    /// <summary>The event itself, then the one derived from it, if any.</summary>
    public static IEnumerable<InteractionRecorded> Finish(Interaction interaction, LearnOutcome outcome, ShopperKey shopper, string version)
    {
        var recorded = new InteractionRecorded
        {
            StoreId = shopper.Store.Value,
            EventId = interaction.EventId,
            Type = interaction.Type,
            Kind = outcome.Kind,
            Strength = outcome.Strength,
            ShopperKind = shopper.Kind == ShopperKind.Known ? "u" : "a",
            ShopperId = shopper.Id,
            SessionId = outcome.SessionId,
            Timestamp = interaction.Timestamp,
            ReceivedAt = interaction.ReceivedAt,
            ProductId = interaction.ProductId,
            Product = interaction.Product,
            SearchQuery = interaction.SearchQuery,
            ResultsShown = interaction.Shown.Count == 0 ? [] : [.. interaction.Shown.Select(product => product.Id)],
            ResultPosition = interaction.Position,
            Quantity = interaction.Quantity,
            Price = interaction.Price,
            Currency = interaction.Currency,
            OrderId = interaction.OrderId,
            DecisionId = interaction.DecisionId,
            ListId = interaction.ListId,
            ContentId = interaction.ContentId,
            SegmentId = interaction.SegmentId,
            ExperimentId = interaction.ExperimentId,
            Context = interaction.Context,
            Raw = interaction.Raw,
            Version = version,
        };
        yield return recorded;
        if (outcome.Derived is { } derived)
        {
            yield return recorded with
            {
                EventId = derived.EventId,
                Type = derived.Type,
                Kind = derived.Kind,
                Strength = derived.Strength,
                Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(derived.At),
                SearchQuery = null,
                ResultsShown = [],
                ResultPosition = null,
                Context = null,
                Raw = null,
            };
        }
    }
}
