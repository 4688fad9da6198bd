using System.Collections.Immutable;

namespace Personalization.Profiles.State;

/// <summary>
/// Hashes of the last event ids, in chunks that are written one by one: a turn of one event writes one chunk, at most 1 KB as JSON.
/// The chunks form a ring; the oldest chunk is emptied when the ring comes around, so at least <see cref="Kept"/> ids are known.
/// </summary>
public sealed class SeenIds
{
    /// <summary>92 hashes of 8 bytes are 984 characters of base64.</summary>
    public const int ChunkSize = 92;

    public const int Kept = 2048;

    /// <summary>One more chunk than 2,048 ids need, because the current one may be nearly empty.</summary>
    public const int ChunkCount = ((Kept + ChunkSize - 1) / ChunkSize) + 1;

    private readonly ImmutableArray<ulong[]> _chunks;

    private SeenIds(ImmutableArray<ulong[]> chunks, int current)
    {
        _chunks = chunks;
        Current = current;
    }

    public static SeenIds Empty { get; } = new([], 0);

    /// <summary>Index of the chunk that takes the next id.</summary>
    public int Current { get; }

    /// <summary>Chunks in use, at most <see cref="ChunkCount"/>. Callers never write into them.</summary>
    public ImmutableArray<ulong[]> Chunks => _chunks;

    /// <summary>Of stored chunks.</summary>
    public static SeenIds Of(IEnumerable<ulong[]> chunks, int current) => new([.. chunks], current);

    public bool Contains(ulong hash)
    {
        foreach (var chunk in _chunks)
        {
            if (chunk.AsSpan().Contains(hash))
            {
                return true;
            }
        }

        return false;
    }

    public SeenIds Add(ulong hash)
    {
        if (_chunks.IsEmpty)
        {
            return new SeenIds([[hash]], 0);
        }

        var chunk = _chunks[Current];
        if (chunk.Length < ChunkSize)
        {
            return new SeenIds(_chunks.SetItem(Current, [.. chunk, hash]), Current);
        }

        var next = (Current + 1) % ChunkCount;
        return next < _chunks.Length
            ? new SeenIds(_chunks.SetItem(next, [hash]), next)
            : new SeenIds(_chunks.Add([hash]), next);
    }

    /// <summary>Oldest first.</summary>
    public IEnumerable<ulong> InOrder()
    {
        for (var i = 1; i <= _chunks.Length; i++)
        {
            foreach (var hash in _chunks[(Current + i) % _chunks.Length])
            {
                yield return hash;
            }
        }
    }

    /// <summary>Both, without repeats; where they are too many, the newest half of each.</summary>
    public SeenIds Union(SeenIds other)
    {
        var theirs = other.InOrder().ToList();
        var ours = InOrder().ToList();
        var room = Math.Max(Kept / 2, Kept - Math.Min(theirs.Count, Kept / 2));
        var union = Empty;
        var known = new HashSet<ulong>();
        foreach (var hash in theirs.TakeLast(Math.Max(Kept / 2, Kept - ours.Count)).Concat(ours.TakeLast(room)))
        {
            if (known.Add(hash))
            {
                union = union.Add(hash);
            }
        }

        return union;
    }
}
