using System.Text.Json;
using Personalization.Profiles.Contracts;
using Personalization.Storefront.Requests;
using Personalization.Storefront.Shoppers;

namespace Personalization.Storefront.Interactions;

/// <summary>Reads events of `POST /api/interactions/track` and its batch form; gathers every fault of one event.</summary>
public static class TrackedEventReader
{
    private const int EventId = 0, Type = 1, UserId = 2, AnonymousId = 3, ProductId = 4, SessionId = 5, Timestamp = 6,
        DecisionId = 7, ListId = 8, ContentId = 9, SegmentId = 10, ExperimentId = 11, Context = 12;

    private static readonly FieldNames Names = new(
        "event_id", "type", ShopperName.UserId, ShopperName.AnonymousId, "product_id", "session_id", "timestamp",
        "decision_id", "list_id", "content_id", "segment_id", "experiment_id", "context");

    private static readonly string UnknownType =
        $"is no known type; send one of {string.Join(", ", InteractionTypes.All.Order(StringComparer.Ordinal))}, or declare it in the store's configuration";

    /// <summary>Null when a fault was noted. <paramref name="declaredTypes"/> are the store's own types.</summary>
    public static TrackedEvent? Read(JsonElement value, DateTimeOffset now, IReadOnlySet<string> declaredTypes, Faults faults)
    {
        if (!JsonText.Check(value, "", faults) || JsonFields.Open(value, Names, "", faults) is not { } fields)
        {
            return null;
        }

        var shopper = ShopperName.Read(fields, UserId, AnonymousId);
        var type = ReadType(fields, declaredTypes);
        var context = EventContextReader.Read(fields, Context);
        var read = new TrackedEvent
        {
            Shopper = shopper ?? default,
            EventId = fields.Id(EventId),
            Type = type ?? "",
            ProductId = fields.Id(ProductId),
            SessionId = fields.Id(SessionId),
            Timestamp = fields.Time(Timestamp, now),
            DecisionId = fields.Id(DecisionId),
            ListId = fields.Id(ListId),
            ContentId = fields.Id(ContentId),
            SegmentId = fields.Id(SegmentId),
            ExperimentId = fields.Id(ExperimentId),
            Context = context,
            Raw = value,
        };
        CheckRelations(fields, read, faults);
        return faults.Any ? null : read;
    }

    /// <summary>The event_id of an event that was refused, when it can be told, so that a batch can name it.</summary>
    public static string? TryReadEventId(JsonElement value)
    {
        var faults = new Faults();
        return JsonText.Check(value, "", faults) && JsonFields.Open(value, Names, "", faults) is { } fields ? fields.Id(EventId) : null;
    }

    private static string? ReadType(JsonFields fields, IReadOnlySet<string> declaredTypes)
    {
        var name = fields.Text(Type, IdText.MaxScalars);
        if (!fields.Has(Type))
        {
            fields.Fault(Type, "is missing; send an interaction type such as 'click' or 'purchase'");
        }

        if (name is null)
        {
            return null;
        }

        if (InteractionTypes.TryResolve(name, out var canonical))
        {
            return canonical;
        }

        if (declaredTypes.Contains(name))
        {
            return name;
        }

        fields.Fault(Type, UnknownType);
        return null;
    }

    private static void CheckRelations(JsonFields fields, TrackedEvent read, Faults faults)
    {
        if (faults.Any)
        {
            return;
        }

        if (read.Type == InteractionTypes.Dwell && read.Context.TimeOnPage is null)
        {
            faults.Add("context", "time_on_page", "is missing; a dwell needs the seconds on the page");
        }

        if (read.Type == InteractionTypes.Scroll && read.ProductId is null && read.Context.ResultsShown.Count == 0)
        {
            fields.Fault(ProductId, "is missing, and so is context.results_shown; a scroll needs one of them");
        }
    }
}
