namespace Personalization.Profiles.Codec;

/// <summary>
/// Which keys of a shopper lie together in the key <see cref="StateKeys.Shopper"/>, so that one read brings what a turn needs and one row is written, and
/// which lie apart: what is large, and what few turns change. A value.
/// </summary>
public sealed class KeyPack
{
    /// <summary>Bytes of values that lie together, at most, beside <see cref="StateKeys.Outbox"/>: 6.7 KB as the store sees them. A turn writes all of it.</summary>
    public const int Room = 5_000;

    /// <summary>Of <see cref="StateKeys.Outbox"/>, at most; a larger one lies apart.</summary>
    public const int OutboxRoom = 2_000;

    /// <summary>What once lay apart joins only where this much stays free, so that it does not come and go.</summary>
    private const int Spare = 500;

    private const ulong Format = 1;

    /// <summary>Null: lies apart.</summary>
    private readonly Dictionary<string, byte[]?> _keys;

    private KeyPack(Dictionary<string, byte[]?> keys) => _keys = keys;

    /// <summary>Of a shopper without any key.</summary>
    public static KeyPack Empty { get; } = new([]);

    /// <summary>Keys in the store beside the pack's own.</summary>
    public IEnumerable<string> Apart => _keys.Where(entry => entry.Value is null).Select(entry => entry.Key);

    /// <exception cref="FormatException">The bytes are not this format, or a newer one.</exception>
    public static KeyPack Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        var format = reader.Unsigned();
        if (format != Format)
        {
            throw new FormatException($"A shopper of format {format} was written by a newer release.");
        }

        var keys = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        for (var left = reader.Count(); left > 0; left--)
        {
            keys[reader.Text()] = reader.Unsigned() == 0 ? null : reader.Bytes();
        }

        return new KeyPack(keys);
    }

    /// <summary>Keys that each lie apart, as they were stored before packs.</summary>
    public static KeyPack OfFormer(IEnumerable<string> keys) => new(keys.ToDictionary(key => key, _ => (byte[]?)null, StringComparer.Ordinal));

    public byte[] Encode()
    {
        var writer = new ByteWriter(_keys.Sum(entry => entry.Key.Length + 6 + (entry.Value?.Length ?? 0)) + 8);
        writer.Unsigned(Format);
        writer.Count(_keys.Count);
        foreach (var (key, value) in _keys)
        {
            writer.Text(key);
            writer.Unsigned(value is null ? 0UL : 1UL);
            if (value is not null)
            {
                writer.Count(value.Length);
                writer.Bytes(value);
            }
        }

        return writer.ToArray();
    }

    /// <summary>True when the shopper has the key.</summary>
    /// <param name="key">One of <see cref="StateKeys"/>.</param>
    /// <param name="value">Null: it lies apart, under its own name.</param>
    public bool Has(string key, out byte[]? value) => _keys.TryGetValue(key, out value);

    /// <summary>The pack after keys changed, and what is to be written of keys that lie apart; the pack itself comes on top.</summary>
    /// <param name="changes">The new values. <see cref="StateKeys.Outbox"/> with a value that is no larger than <see cref="OutboxRoom"/>.</param>
    /// <param name="seenChunk">The chunk of seen ids that takes the next one: the others lie apart, so that a turn writes one of them.</param>
    /// <param name="outboxApart">The caller writes <see cref="StateKeys.Outbox"/> under its own name.</param>
    public (KeyPack After, IReadOnlyList<StateWrite> Writes) With(IEnumerable<StateWrite> changes, int seenChunk, bool outboxApart = false)
    {
        var keys = new Dictionary<string, byte[]?>(_keys, StringComparer.Ordinal);
        List<StateWrite> writes = [];
        List<string> returning = [];
        foreach (var change in changes)
        {
            var wasApart = keys.TryGetValue(change.Key, out var held) && held is null;
            if (change.Value is null)
            {
                keys.Remove(change.Key);
                if (wasApart)
                {
                    writes.Add(change);
                }

                continue;
            }

            keys[change.Key] = change.Value;
            if (wasApart)
            {
                returning.Add(change.Key);
            }
        }

        if (outboxApart)
        {
            keys[StateKeys.Outbox] = null;
            returning.Remove(StateKeys.Outbox);
        }

        foreach (var key in keys.Keys.Where(key => StateKeys.IsSeen(key) && key != StateKeys.Seen(seenChunk)).ToList())
        {
            Leave(key);
        }

        var size = keys.Sum(entry => entry.Key == StateKeys.Outbox ? 0 : entry.Value?.Length ?? 0);
        while (size > (returning.Count > 0 ? Room - Spare : Room) && Largest() is { } largest)
        {
            size -= keys[largest]!.Length;
            Leave(largest);
        }

        writes.AddRange(returning.Select(key => new StateWrite(key, null)));
        return (new KeyPack(keys), writes);

        void Leave(string key)
        {
            if (keys[key] is { } value)
            {
                writes.Add(new StateWrite(key, value));
                keys[key] = null;
                returning.Remove(key);
            }
        }

        string? Largest() => keys
            .Where(entry => entry.Value is not null && entry.Key is not (StateKeys.Preferences or StateKeys.Outbox) && !StateKeys.IsSeen(entry.Key))
            .OrderByDescending(entry => entry.Value!.Length)
            .ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => entry.Key)
            .FirstOrDefault();
    }
}
