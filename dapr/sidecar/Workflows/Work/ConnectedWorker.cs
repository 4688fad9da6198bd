namespace Personalization.Sidecar.Workflows.Work;

/// <summary>A worker and how much it may have at once. The semaphores hold no handle, and answers may come when the worker is gone.</summary>
internal sealed class ConnectedWorker(int turns, int activities)
{
    public SemaphoreSlim Turns { get; } = new(turns);

    public SemaphoreSlim Activities { get; } = new(activities);
}
