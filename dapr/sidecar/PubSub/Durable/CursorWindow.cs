namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>
/// What a cursor has read and not yet seen done: ready to be taken, in work, waiting to come again. Knows how far everything is
/// done. Not thread-safe: its cursor guards it.
/// </summary>
internal sealed class CursorWindow
{
    private readonly Queue<QueueItem> _order = new();
    private readonly Queue<QueueItem> _ready = new();
    private readonly PriorityQueue<QueueItem, (long Due, long Sequence)> _retries = new();
    private IReadOnlySet<long> _handled = new HashSet<long>();

    /// <summary>Counts tenures; items of an earlier one no longer count.</summary>
    public int Generation { get; private set; }

    /// <summary>The last sequence read.</summary>
    public long Position { get; private set; }

    /// <summary>Every message up to here is done.</summary>
    public long Floor { get; private set; }

    /// <summary>Messages read, from the first that is not done.</summary>
    public int Count => _order.Count;

    public int Ready => _ready.Count;

    public int Retries => _retries.Count;

    /// <summary>When the first message that waits comes again, in milliseconds since the Unix epoch.</summary>
    public long? NextRetry => _retries.TryPeek(out _, out var next) ? next.Due : null;

    /// <summary>Done, and not known to be on disk as such.</summary>
    public List<QueueItem> Unsaved => [.. _order.Where(item => item.Done && !item.Saved)];

    /// <summary>Begins a tenure.</summary>
    public void Reset(long floor, IReadOnlySet<long> handled)
    {
        Generation++;
        Floor = Position = floor;
        _handled = handled;
        _order.Clear();
        _ready.Clear();
        _retries.Clear();
    }

    public void Add(QueueMessage message)
    {
        if (message.Sequence <= Position)
        {
            return;
        }

        Position = message.Sequence;
        if (_handled.Contains(message.Sequence))
        {
            return;
        }

        var item = new QueueItem(message, Generation);
        _order.Enqueue(item);
        _ready.Enqueue(item);
    }

    /// <summary>There is nothing to read up to here: retention took it, or the sequences were never used.</summary>
    /// <returns>True when the floor moved.</returns>
    public bool Skip(long upTo)
    {
        Position = Math.Max(Position, upTo);
        if (_order.Count > 0 || Floor == Position)
        {
            return false;
        }

        Floor = Position;
        return true;
    }

    public bool Holds(QueueItem item) => item.Generation == Generation && !item.Done;

    public void Complete(QueueItem item)
    {
        item.Done = true;
        while (_order.TryPeek(out var head) && head.Done)
        {
            Floor = _order.Dequeue().Message.Sequence;
        }

        if (_order.Count == 0)
        {
            Floor = Position;
        }
    }

    public void Retry(QueueItem item, long due) => _retries.Enqueue(item, (due, item.Message.Sequence));

    /// <summary>Moves what may be taken now into the batch: first what comes again, then new messages in order.</summary>
    public void Take(List<QueueItem> batch, int max, long now)
    {
        while (batch.Count < max && NextRetry <= now)
        {
            batch.Add(_retries.Dequeue());
        }

        while (batch.Count < max && _ready.TryDequeue(out var item))
        {
            batch.Add(item);
        }
    }
}
