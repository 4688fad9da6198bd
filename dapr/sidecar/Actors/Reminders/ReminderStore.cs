using System.Globalization;
using System.Text;
using System.Text.Json;
using Personalization.Sidecar.Actors.Scheduling;
using Personalization.Sidecar.State;

namespace Personalization.Sidecar.Actors.Reminders;

/// <summary>
/// Reminders in the actor state store, in a layout that needs no listing of keys: numbered slots, and one key that says how many
/// slots there are. A reminder is one slot, and a free one is used again.
/// </summary>
internal sealed class ReminderStore(ActorStore store) : IDisposable
{
    private const int Growth = 256;

    private readonly Lock _gate = new();
    private readonly PriorityQueue<int, int> _free = new();
    private readonly SemaphoreSlim _growing = new(1, 1);
    private int _slots;

    /// <summary>Reads every reminder.</summary>
    public async Task<IReadOnlyList<Reminder>> LoadAsync(CancellationToken cancellationToken)
    {
        var count = await store.GetAsync(CountKey, cancellationToken);
        _slots = count is null ? 0 : int.Parse(Encoding.UTF8.GetString(count.Value.Span), CultureInfo.InvariantCulture);
        var reminders = new List<Reminder>();
        for (var first = 0; first < _slots; first += Growth)
        {
            var numbers = Enumerable.Range(first, Math.Min(Growth, _slots - first)).ToList();
            var entries = await store.GetManyAsync([.. numbers.Select(SlotKey)], cancellationToken);
            for (var index = 0; index < numbers.Count; index++)
            {
                if (entries[index] is { } entry)
                {
                    reminders.Add(Read(entry.Value, numbers[index]));
                }
                else
                {
                    _free.Enqueue(numbers[index], numbers[index]);
                }
            }
        }

        return reminders;
    }

    /// <summary>Writes a reminder to its slot, or to a new one when <paramref name="slot"/> is null. Durable when it returns.</summary>
    /// <returns>The slot.</returns>
    public async Task<int> SaveAsync(ReminderRecord record, int? slot, CancellationToken cancellationToken)
    {
        var number = slot ?? await TakeAsync(cancellationToken);
        try
        {
            await store.ApplyAsync(
                [StateOperation.Upsert(SlotKey(number), JsonSerializer.SerializeToUtf8Bytes(record, ActorsJson.Default.ReminderRecord))],
                cancellationToken);
            return number;
        }
        catch when (slot is null)
        {
            Free(number);
            throw;
        }
    }

    /// <summary>Removes a reminder; its slot is free when this returns.</summary>
    public async Task DeleteAsync(int slot, CancellationToken cancellationToken)
    {
        await store.ApplyAsync([StateOperation.Delete(SlotKey(slot))], cancellationToken);
        Free(slot);
    }

    public void Dispose() => _growing.Dispose();

    private string CountKey => store.RuntimeKey("reminders||slots");

    private string SlotKey(int slot) => store.RuntimeKey($"reminders||{slot}");

    /// <summary>A free slot. More are announced, durably, before the first of them is used: readers look no further than the count.</summary>
    private async Task<int> TakeAsync(CancellationToken cancellationToken)
    {
        if (TryTake(out var slot))
        {
            return slot;
        }

        await _growing.WaitAsync(cancellationToken);
        try
        {
            while (!TryTake(out slot))
            {
                var more = _slots + Growth;
                await store.ApplyAsync(
                    [StateOperation.Upsert(CountKey, Encoding.UTF8.GetBytes(more.ToString(CultureInfo.InvariantCulture)))],
                    cancellationToken);
                for (; _slots < more; _slots++)
                {
                    Free(_slots);
                }
            }

            return slot;
        }
        finally
        {
            _growing.Release();
        }
    }

    private bool TryTake(out int slot)
    {
        lock (_gate)
        {
            return _free.TryDequeue(out slot, out _);
        }
    }

    private void Free(int slot)
    {
        lock (_gate)
        {
            _free.Enqueue(slot, slot);
        }
    }

    private static Reminder Read(ReadOnlyMemory<byte> value, int slot)
    {
        var record = JsonSerializer.Deserialize(value.Span, ActorsJson.Default.ReminderRecord)
            ?? throw new JsonException($"reminder slot {slot} is empty");
        return new Reminder(record, ActorSchedule.Parse(record.DueTime, record.Period, record.Ttl, record.Registered), slot);
    }
}
