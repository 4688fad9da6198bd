namespace Personalization.Sidecar.Hosting;

/// <summary>One holder's share of a resource in <see cref="SharedResources"/>; disposing it gives the share back, once.</summary>
internal sealed class Share<T>(T value, Func<ValueTask> release) : IAsyncDisposable
    where T : class
{
    private int _released;

    public T Value { get; } = value;

    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _released, 1) == 0 ? release() : ValueTask.CompletedTask;
}
