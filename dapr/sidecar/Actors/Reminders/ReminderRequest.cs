using System.Text.Json;

namespace Personalization.Sidecar.Actors.Reminders;

/// <summary>The body of a reminder's registration.</summary>
internal sealed record ReminderRequest
{
    public string? DueTime { get; init; }

    public string? Period { get; init; }

    public string? Ttl { get; init; }

    public JsonElement Data { get; init; }

    /// <summary>False: refuse when the name is taken. Default true.</summary>
    public bool? Overwrite { get; init; }

    public ReminderFailurePolicy? FailurePolicy { get; init; }
}
