namespace Personalization.Sidecar.Actors.Reminders;

/// <summary>Retries of a firing.</summary>
/// <param name="Interval">Between tries, e.g. <c>1s</c>.</param>
/// <param name="MaxRetries">Tries after the first; null: for ever.</param>
internal sealed record ReminderConstantRetry(string? Interval, int? MaxRetries);
