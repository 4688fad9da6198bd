using System.Text.Json;

namespace Personalization.Sidecar.Actors.Reminders;

/// <summary>What happens to a firing that the actor did not take.</summary>
internal sealed record ReminderFailurePolicy
{
    /// <summary>Present: it is dropped at once.</summary>
    public JsonElement? Drop { get; init; }

    /// <summary>Present: it is tried again.</summary>
    public ReminderConstantRetry? Constant { get; init; }
}
