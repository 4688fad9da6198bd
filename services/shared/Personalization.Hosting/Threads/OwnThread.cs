namespace Personalization.Hosting.Threads;

/// <summary>
/// Seconds of computing on a thread of their own. The pool has as many threads as the machine has cores and adds one only every half second: work that keeps some of
/// them for seconds leaves too few for requests, and on two cores, none.
/// </summary>
public static class OwnThread
{
    /// <param name="work">Computes, and waits for nothing.</param>
    /// <param name="cancellationToken">Keeps it from beginning.</param>
    public static Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <inheritdoc cref="RunAsync{T}"/>
    public static Task RunAsync(Action work, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
