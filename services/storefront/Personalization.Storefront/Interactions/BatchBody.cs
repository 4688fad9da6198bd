using System.Text.Json;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Interactions;

/// <summary>The body of `POST /api/interactions/track/batch`: the frame alone; each event is judged for itself.</summary>
public static class BatchBody
{
    public const int MaxEvents = 1_000;

    private const int Events = 0;

    private static readonly FieldNames Names = new("events");

    /// <summary>The events as they stand; null when a fault of the frame was noted.</summary>
    public static IReadOnlyList<JsonElement>? Read(JsonElement body, Faults faults)
    {
        if (JsonFields.Open(body, Names, "", faults) is not { } fields)
        {
            return null;
        }

        if (!fields.Has(Events))
        {
            fields.Fault(Events, "is missing; send an array of events");
            return null;
        }

        JsonElement[] events = [.. fields.Elements(Events, MaxEvents, "events")];
        return faults.Any ? null : events;
    }
}
