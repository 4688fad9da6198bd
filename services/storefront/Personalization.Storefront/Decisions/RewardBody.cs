using System.Text.Json;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Decisions;

/// <summary>The body of `POST /api/v1/decisions/{id}/reward`, read and found right.</summary>
/// <param name="Value">The reward.</param>
/// <param name="EventId">Counted once; null: none was given.</param>
/// <param name="At">When it happened; null: now.</param>
public sealed record RewardBody(double Value, string? EventId, DateTimeOffset? At)
{
    public const decimal Largest = 1_000_000_000m;

    private const int ValueField = 0, EventIdField = 1, AtField = 2;

    private static readonly FieldNames Names = new("value", "event_id", "at");

    /// <summary>Null when a fault was noted.</summary>
    public static RewardBody? Read(JsonElement body, DateTimeOffset now, Faults faults)
    {
        if (!JsonText.Check(body, "", faults) || JsonFields.Open(body, Names, "", faults) is not { } fields)
        {
            return null;
        }

        var value = fields.Number(ValueField, -Largest, Largest);
        if (!fields.Has(ValueField))
        {
            fields.Fault(ValueField, "is missing; send the reward, a number");
        }

        var read = new RewardBody((double)(value ?? 0), fields.Id(EventIdField), fields.Time(AtField, now));
        return faults.Any ? null : read;
    }
}
