namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>One write of a queue file. The writer runs many in one commit, each inside its own savepoint.</summary>
internal abstract class QueueWork
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes after the commit that holds this write; fails when the write or the commit did.</summary>
    public Task Done => _done.Task;

    public abstract void Execute(QueueTransaction transaction);

    /// <summary>Runs on the writer's thread once the commit is on disk.</summary>
    public virtual void OnCommitted() => _done.TrySetResult();

    public virtual void OnFailed(Exception exception) => _done.TrySetException(exception);
}
