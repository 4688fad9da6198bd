using System.Text.Json;
using Personalization.Sidecar.Invocation;

namespace Personalization.Sidecar.PubSub.Subscriptions;

/// <summary>Reads what an app answered to a delivery.</summary>
internal static class AppAnswer
{
    private const int NotFound = 404;

    public static DeliveryOutcome Single(AppResponse response)
    {
        if (!response.IsSuccess)
        {
            return Failure(response.Status);
        }

        if (Parse(response.Body) is not { } document)
        {
            // No body, or none that is JSON, is a plain yes.
            return DeliveryOutcome.Success;
        }

        using (document)
        {
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("status"u8, out var status)
                ? Status(status)
                : DeliveryOutcome.Success;
        }
    }

    /// <summary>The outcome of each entry; an entry that the answer does not name has to come again.</summary>
    public static Dictionary<string, DeliveryOutcome> Bulk(AppResponse response, IReadOnlyList<string> entryIds)
    {
        var outcomes = entryIds.ToDictionary(
            id => id,
            _ => response.IsSuccess ? DeliveryOutcome.Retry : Failure(response.Status),
            StringComparer.Ordinal);
        if (!response.IsSuccess || Parse(response.Body) is not { } document)
        {
            return outcomes;
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("statuses"u8, out var statuses)
                || statuses.ValueKind != JsonValueKind.Array)
            {
                return outcomes;
            }

            foreach (var entry in statuses.EnumerateArray())
            {
                if (entry.ValueKind == JsonValueKind.Object
                    && entry.TryGetProperty("entryId"u8, out var id) && id.ValueKind == JsonValueKind.String
                    && entry.TryGetProperty("status"u8, out var status)
                    && outcomes.ContainsKey(id.GetString()!))
                {
                    outcomes[id.GetString()!] = status.ValueKind == JsonValueKind.String && status.GetString() is { Length: 0 }
                        ? DeliveryOutcome.Retry
                        : Status(status);
                }
            }
        }

        return outcomes;
    }

    private static DeliveryOutcome Failure(int status) => status == NotFound ? DeliveryOutcome.Drop : DeliveryOutcome.Retry;

    private static DeliveryOutcome Status(JsonElement status) => status.ValueKind == JsonValueKind.String
        ? status.GetString() switch
        {
            "" or "SUCCESS" => DeliveryOutcome.Success,
            "DROP" => DeliveryOutcome.Drop,
            _ => DeliveryOutcome.Retry,
        }
        : DeliveryOutcome.Retry;

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
