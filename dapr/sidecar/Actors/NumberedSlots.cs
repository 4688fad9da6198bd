using System.Globalization;
using System.Text;
using Personalization.Sidecar.State;

namespace Personalization.Sidecar.Actors;

/// <summary>
/// Numbered places in the actor state store, for things that must be found again without a listing of keys: one key says how many there are. A free one is
/// used again.
/// </summary>
/// <param name="store">Where they are.</param>
/// <param name="name">What is kept in them; part of their keys.</param>
internal sealed class NumberedSlots(ActorStore store, string name) : IDisposable
{
    private const int Growth = 256;

    private readonly Lock _gate = new();
    private readonly PriorityQueue<int, int> _free = new();
    private readonly SemaphoreSlim _growing = new(1, 1);
    private int _slots;

    private string CountKey => store.RuntimeKey($"{name}||slots");

    /// <summary>The stored key of a slot.</summary>
    public string Key(int slot) => store.RuntimeKey($"{name}||{slot}");

    /// <summary>Reads every slot in use; once, before the first is taken.</summary>
    public async Task LoadAsync(Action<int, ReadOnlyMemory<byte>> found, CancellationToken cancellationToken)
    {
        var count = await store.GetAsync(CountKey, cancellationToken);
        _slots = count is null ? 0 : int.Parse(Encoding.UTF8.GetString(count.Value.Span), CultureInfo.InvariantCulture);
        for (var first = 0; first < _slots; first += Growth)
        {
            foreach (var (slot, value) in await ReadAsync(first, Growth, cancellationToken))
            {
                if (value is { } bytes)
                {
                    found(slot, bytes);
                }
                else
                {
                    Free(slot);
                }
            }
        }
    }

    /// <summary>So many slots from <paramref name="first"/> on, or fewer where they end; null where a slot is free.</summary>
    public async Task<IReadOnlyList<(int Slot, ReadOnlyMemory<byte>? Value)>> ReadAsync(int first, int count, CancellationToken cancellationToken)
    {
        var numbers = Enumerable.Range(first, Math.Max(0, Math.Min(count, _slots - first))).ToList();
        var entries = await store.GetManyAsync([.. numbers.Select(Key)], cancellationToken);
        return [.. numbers.Select((number, index) => (number, entries[index]?.Value))];
    }

    /// <summary>A free slot. More are announced, durably, before the first of them is used: readers look no further than the count.</summary>
    public async Task<int> TakeAsync(CancellationToken cancellationToken)
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

    /// <summary>The slot is empty and may be used again.</summary>
    public void Free(int slot)
    {
        lock (_gate)
        {
            _free.Enqueue(slot, slot);
        }
    }

    public void Dispose() => _growing.Dispose();

    private bool TryTake(out int slot)
    {
        lock (_gate)
        {
            return _free.TryDequeue(out slot, out _);
        }
    }
}
