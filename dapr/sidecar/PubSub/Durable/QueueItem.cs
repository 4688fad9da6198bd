namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>A message between being read from the log and being settled by the group. Guarded by its cursor's lock.</summary>
internal sealed class QueueItem(QueueMessage message, int generation)
{
    public QueueMessage Message { get; } = message;

    /// <summary>Which tenure of the cursor read it: settling an item of an earlier tenure has no effect.</summary>
    public int Generation { get; } = generation;

    /// <summary>Deliveries begun so far.</summary>
    public int Attempts { get; set; }

    public bool Done { get; set; }

    /// <summary>It is on disk that this message is done, although an earlier one is not.</summary>
    public bool Saved { get; set; }
}
