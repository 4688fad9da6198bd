namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>Tries to take a cursor over for this process.</summary>
internal sealed class AcquireWork(QueueCursor cursor, string owner, TimeSpan lease) : QueueWork
{
    /// <summary>Where the cursor stands; null when another living process holds it.</summary>
    public CursorTenure? Tenure { get; private set; }

    public override void Execute(QueueTransaction transaction)
    {
        var topic = transaction.TopicId(cursor.Topic, cursor.Broadcast);
        var last = transaction.LastOf(topic);
        if (cursor.Broadcast)
        {
            Tenure = new CursorTenure(0, topic, last, last, new HashSet<long>());
            return;
        }

        // A new group begins with the oldest message that is still there.
        transaction.Execute(
            "INSERT OR IGNORE INTO cursor (consumer, topic, floor) VALUES ($consumer, $topic, 0)",
            ("$consumer", cursor.Consumer),
            ("$topic", topic));
        var row = transaction.Query(
            "SELECT id, floor, owner, lease_until FROM cursor WHERE consumer = $consumer AND topic = $topic",
            reader => (Id: reader.GetInt64(0), Floor: reader.GetInt64(1), Owner: reader.IsDBNull(2) ? null : reader.GetString(2), Until: reader.GetInt64(3)),
            ("$consumer", cursor.Consumer),
            ("$topic", topic))[0];
        if (row.Owner is not null && row.Owner != owner && row.Until > transaction.Now && !QueueOwner.IsDead(row.Owner))
        {
            return;
        }

        transaction.Execute(
            "UPDATE cursor SET owner = $owner, lease_until = $until WHERE id = $id",
            ("$owner", owner),
            ("$until", transaction.Now + (long)lease.TotalMilliseconds),
            ("$id", row.Id));
        var handled = transaction.Query(
            "SELECT sequence FROM handled WHERE cursor = $id AND sequence > $floor",
            reader => reader.GetInt64(0),
            ("$id", row.Id),
            ("$floor", row.Floor));
        Tenure = new CursorTenure(row.Id, topic, row.Floor, last, handled.ToHashSet());
    }

    public override void OnCommitted()
    {
        if (Tenure is not null)
        {
            cursor.Begin(Tenure);
        }

        base.OnCommitted();
    }
}
