using Personalization.Sidecar.Actors.Scheduling;

namespace Personalization.Sidecar.Actors.Reminders;

/// <summary>A reminder in force. Immutable: a firing or a new registration puts another in its place.</summary>
internal sealed record Reminder(ReminderRecord Record, ActorSchedule Schedule, int Slot)
{
    public ActorKey Actor => new(Record.Type, Record.Id);

    public (ActorKey Actor, string Name) Key => (Actor, Record.Name);

    /// <summary>What remains after a firing; null: nothing.</summary>
    public Reminder? AfterFiring()
    {
        var fired = Record.Fired + 1;
        return Schedule.After(Record.Next, fired) is { } next
            ? this with { Record = Record with { Fired = fired, Next = next } }
            : null;
    }
}
