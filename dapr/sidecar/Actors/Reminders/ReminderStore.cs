using System.Text.Json;
using Personalization.Sidecar.Actors.Scheduling;
using Personalization.Sidecar.State;

namespace Personalization.Sidecar.Actors.Reminders;

/// <summary>Reminders in the actor state store, one a slot.</summary>
internal sealed class ReminderStore(ActorStore store) : IDisposable
{
    private readonly NumberedSlots _slots = new(store, "reminders");

    /// <summary>Reads every reminder.</summary>
    public async Task<IReadOnlyList<Reminder>> LoadAsync(CancellationToken cancellationToken)
    {
        var reminders = new List<Reminder>();
        await _slots.LoadAsync((slot, value) => reminders.Add(Read(value, slot)), cancellationToken);
        return reminders;
    }

    /// <summary>Writes a reminder to its slot, or to a new one when <paramref name="slot"/> is null. Durable when it returns.</summary>
    /// <returns>The slot.</returns>
    public async Task<int> SaveAsync(ReminderRecord record, int? slot, CancellationToken cancellationToken)
    {
        var number = slot ?? await _slots.TakeAsync(cancellationToken);
        try
        {
            await store.ApplyAsync(
                [StateOperation.Upsert(_slots.Key(number), JsonSerializer.SerializeToUtf8Bytes(record, ActorsJson.Default.ReminderRecord))],
                cancellationToken);
            return number;
        }
        catch when (slot is null)
        {
            _slots.Free(number);
            throw;
        }
    }

    /// <summary>Removes a reminder; its slot is free when this returns.</summary>
    public async Task DeleteAsync(int slot, CancellationToken cancellationToken)
    {
        await store.ApplyAsync([StateOperation.Delete(_slots.Key(slot))], cancellationToken);
        _slots.Free(slot);
    }

    public void Dispose() => _slots.Dispose();

    private static Reminder Read(ReadOnlyMemory<byte> value, int slot)
    {
        var record = JsonSerializer.Deserialize(value.Span, ActorsJson.Default.ReminderRecord)
            ?? throw new JsonException($"reminder slot {slot} is empty");
        return new Reminder(record, ActorSchedule.Parse(record.DueTime, record.Period, record.Ttl, record.Registered), slot);
    }
}
