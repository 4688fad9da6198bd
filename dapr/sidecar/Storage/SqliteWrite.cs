namespace Personalization.Sidecar.Storage;

/// <summary>A write in the queue of a <see cref="SqliteFile"/>.</summary>
internal abstract class SqliteWrite
{
    /// <summary>Runs the work; its result or error is kept until the group's commit. False: its changes must be undone.</summary>
    public abstract bool TryRun(SqliteSession session);

    /// <summary>The group is on disk: gives the caller the result, or the error of the work.</summary>
    public abstract void Complete();

    /// <summary>The group is not on disk.</summary>
    public abstract void Fail(Exception error);
}

/// <inheritdoc/>
internal sealed class SqliteWrite<T> : SqliteWrite
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<SqliteSession, T> _work;
    private readonly CancellationTokenRegistration _cancellation;
    private T? _result;
    private Exception? _error;

    public SqliteWrite(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        _work = work;
        _cancellation = cancellationToken.UnsafeRegister(static (write, token) => ((SqliteWrite<T>)write!)._done.TrySetCanceled(token), this);
    }

    public Task<T> Task => _done.Task;

    public override bool TryRun(SqliteSession session)
    {
        if (_done.Task.IsCompleted)
        {
            return true;
        }

        try
        {
            _result = _work(session);
            return true;
        }
        catch (Exception e)
        {
            _error = e;
            return false;
        }
    }

    public override void Complete()
    {
        _cancellation.Dispose();
        if (_error is null)
        {
            _done.TrySetResult(_result!);
        }
        else
        {
            _done.TrySetException(_error);
        }
    }

    public override void Fail(Exception error)
    {
        _cancellation.Dispose();
        _done.TrySetException(_error ?? error);
    }
}
