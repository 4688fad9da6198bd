using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Api.Journal;

/// <summary>
/// Events accepted while the state store is away, by actor, in this process' memory and bounded. Turns and reads apply them over the state
/// that can be had; a replay commits them over the stored state. Safe to use from any thread.
/// </summary>
internal sealed class InteractionJournal(IOptions<ProfilesOptions> options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ImmutableList<JournalEntry>> _pending = new(StringComparer.Ordinal);
    private long _bytes;
    private int _depth;
    private long _last;

    public int Depth => Volatile.Read(ref _depth);

    /// <summary>Number of the newest entry ever made.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>False: full, nothing was kept.</summary>
    public bool TryAdd(string actorId, Interaction interaction)
    {
        lock (_lock)
        {
            var pending = _pending.GetValueOrDefault(actorId, []);
            if (_depth >= options.Value.JournalCapacity || _bytes >= options.Value.JournalBytes || pending.Count >= options.Value.JournalPerShopper)
            {
                return false;
            }

            var entry = new JournalEntry(++_last, interaction);
            _pending[actorId] = pending.Add(entry);
            _bytes += entry.Bytes;
            _depth++;
            return true;
        }
    }

    /// <summary>Oldest first.</summary>
    public ImmutableList<JournalEntry> Pending(string actorId)
    {
        if (Depth == 0)
        {
            return [];
        }

        lock (_lock)
        {
            return _pending.GetValueOrDefault(actorId, []);
        }
    }

    /// <summary>Forgets what is durable now.</summary>
    public void Remove(string actorId, long through)
    {
        lock (_lock)
        {
            if (_pending.TryGetValue(actorId, out var pending))
            {
                var left = pending.RemoveAll(entry => entry.Number <= through);
                _bytes -= pending.Take(pending.Count - left.Count).Sum(entry => (long)entry.Bytes);
                _depth -= pending.Count - left.Count;
                if (left.IsEmpty)
                {
                    _pending.Remove(actorId);
                }
                else
                {
                    _pending[actorId] = left;
                }
            }
        }
    }

    /// <summary>Actors with pending entries.</summary>
    public IReadOnlyList<string> Actors()
    {
        lock (_lock)
        {
            return [.. _pending.Keys];
        }
    }
}
