namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>Keeps the cursors of this process; those that another process took meanwhile are given up.</summary>
internal sealed class RenewWork(IReadOnlyList<QueueCursor> cursors, string owner, TimeSpan lease) : QueueWork
{
    private readonly List<QueueCursor> _lost = [];

    public override void Execute(QueueTransaction transaction)
    {
        foreach (var cursor in cursors)
        {
            if (cursor.Tenure is not { CursorId: > 0 } tenure)
            {
                continue;
            }

            var kept = transaction.Execute(
                "UPDATE cursor SET lease_until = $until WHERE id = $id AND owner = $owner",
                ("$until", transaction.Now + (long)lease.TotalMilliseconds),
                ("$id", tenure.CursorId),
                ("$owner", owner));
            if (kept == 0)
            {
                _lost.Add(cursor);
            }
        }
    }

    public override void OnCommitted()
    {
        foreach (var cursor in _lost)
        {
            cursor.Lose();
        }

        base.OnCommitted();
    }
}
