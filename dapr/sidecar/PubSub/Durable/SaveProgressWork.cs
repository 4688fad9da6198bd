namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>Writes what groups have handled. May come later than the handling: a crash in between repeats messages, never loses them.</summary>
internal sealed class SaveProgressWork(IReadOnlyList<QueueCursor> cursors, string owner, bool release) : QueueWork
{
    private readonly List<(QueueCursor Cursor, CursorProgress Progress)> _written = [];

    public override void Execute(QueueTransaction transaction)
    {
        foreach (var cursor in cursors)
        {
            if (cursor.Tenure is not { CursorId: > 0 } tenure)
            {
                continue;
            }

            if (cursor.Progress() is { } progress && Write(transaction, tenure.CursorId, progress))
            {
                _written.Add((cursor, progress));
            }

            if (release)
            {
                transaction.Execute(
                    "UPDATE cursor SET owner = NULL, lease_until = 0 WHERE id = $id AND owner = $owner",
                    ("$id", tenure.CursorId),
                    ("$owner", owner));
            }
        }
    }

    public override void OnCommitted()
    {
        foreach (var (cursor, progress) in _written)
        {
            cursor.Saved(progress);
        }

        base.OnCommitted();
    }

    private bool Write(QueueTransaction transaction, long cursor, CursorProgress progress)
    {
        if (!transaction.SetFloor(cursor, progress.Floor, owner))
        {
            return false;
        }

        foreach (var item in progress.Handled)
        {
            transaction.AddHandled(cursor, item.Message.Sequence);
        }

        if (progress.ClearHandled)
        {
            transaction.ClearHandled(cursor, progress.Floor);
        }

        return true;
    }
}
