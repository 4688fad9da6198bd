namespace Personalization.Discovery.Api.Catalogue;

/// <summary>Wakes the worker: an import is complete, or another replica published.</summary>
internal sealed class WorkSignal : IDisposable
{
    private readonly SemaphoreSlim _rung = new(0, 1);

    public void Ring()
    {
        try
        {
            _rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // Rung already: one look finds everything.
        }
    }

    /// <summary>Returns when rung, or after the interval.</summary>
    public async Task WaitAsync(TimeSpan interval, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(interval, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _rung.WaitAsync(both.Token);
        }
        catch (OperationCanceledException)
        {
            // The interval is over, or the process stops: the loop looks which.
        }
    }

    public void Dispose() => _rung.Dispose();
}
