namespace Dapr.Actors.Runtime;

/// <summary>An actor that has reminders.</summary>
public interface IRemindable
{
    /// <summary>A reminder fired. It may fire twice, and a failure is tried again a few times and then given up.</summary>
    /// <param name="reminderName">Its name.</param>
    /// <param name="state">What was given when it was registered; empty when nothing was.</param>
    /// <param name="dueTime">Its due time, when the sidecar says it; otherwise negative.</param>
    /// <param name="period">Its period, when the sidecar says it; otherwise negative.</param>
    Task ReceiveReminderAsync(string reminderName, byte[] state, TimeSpan dueTime, TimeSpan period);
}
