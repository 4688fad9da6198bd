using System.Text.Json;

namespace Personalization.Sidecar.Actors.Reminders;

/// <summary>A reminder as it is stored. Times are texts as registered, beside what has been made of them.</summary>
internal sealed record ReminderRecord
{
    public required string Type { get; init; }

    public required string Id { get; init; }

    public required string Name { get; init; }

    public JsonElement? Data { get; init; }

    public string DueTime { get; init; } = "";

    public string Period { get; init; } = "";

    public string Ttl { get; init; } = "";

    /// <summary>When it was registered; with the texts it gives the schedule.</summary>
    public required DateTimeOffset Registered { get; init; }

    /// <summary>The next firing.</summary>
    public required DateTimeOffset Next { get; init; }

    /// <summary>Firings so far.</summary>
    public int Fired { get; init; }

    public ReminderFailurePolicy? FailurePolicy { get; init; }
}
