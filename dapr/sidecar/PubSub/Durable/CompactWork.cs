namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>
/// Removes, a few at a time, messages nobody needs any more: those every group has handled and that are older than the short
/// retention (or, while the file's content is above a size, the oldest of them whatever their age), and those older than the long one. Topics that only ever were broadcast keep messages for the short one alone.
/// </summary>
internal sealed class CompactWork(TimeSpan minRetention, TimeSpan maxRetention, long maxBytes, Func<long, long?> slowestBroadcast) : QueueWork
{
    private const int AtOnce = 2_000;

    /// <summary>What the file's content is above its size; falls with every message removed.</summary>
    private long _over;

    /// <summary>There was more to remove than one turn takes.</summary>
    public bool More { get; private set; }

    public override void Execute(QueueTransaction transaction)
    {
        _over = transaction.UsedBytes() - maxBytes;
        var topics = transaction.Query(
            "SELECT t.id, t.last, t.broadcast, (SELECT min(c.floor) FROM cursor c WHERE c.topic = t.id) FROM topic t",
            reader => (Id: reader.GetInt64(0), Last: reader.GetInt64(1), Broadcast: reader.GetInt64(2) != 0, Floor: reader.IsDBNull(3) ? (long?)null : reader.GetInt64(3)));
        foreach (var (id, last, broadcast, floor) in topics)
        {
            var handled = floor ?? (broadcast ? last : 0);
            if (slowestBroadcast(id) is { } slowest)
            {
                handled = Math.Min(handled, slowest);
            }

            Compact(transaction, id << QueueConnection.SequenceBits, handled);
        }
    }

    private void Compact(QueueTransaction transaction, long first, long handled)
    {
        var oldest = transaction.Query(
            "SELECT id, published_at, length(data) FROM message WHERE id > $first AND id < $end ORDER BY id LIMIT $limit",
            reader => (Id: reader.GetInt64(0), At: reader.GetInt64(1), Bytes: reader.GetInt64(2)),
            ("$first", first),
            ("$end", first + (1L << QueueConnection.SequenceBits)),
            ("$limit", AtOnce));
        var upTo = 0L;
        foreach (var (id, at, bytes) in oldest)
        {
            var isHandled = id - first <= handled;
            var keep = isHandled ? minRetention : maxRetention;
            if (transaction.Now - at < (long)keep.TotalMilliseconds && !(isHandled && _over > 0))
            {
                break;
            }

            upTo = id;
            _over -= bytes;
        }

        if (upTo > 0)
        {
            transaction.Execute("DELETE FROM message WHERE id > $first AND id <= $upTo", ("$first", first), ("$upTo", upTo));
            More |= oldest.Count == AtOnce && oldest[^1].Id == upTo;
        }
    }
}
