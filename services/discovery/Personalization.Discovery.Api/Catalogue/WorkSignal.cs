namespace Personalization.Discovery.Api.Catalogue;

/// <summary>Wakes the workers: an import is complete, a model was chosen, or another replica published. Each looks in state what it was; to be woken for the other's work is harmless.</summary>
internal sealed class WorkSignal : IDisposable
{
    private readonly SemaphoreSlim _catalogues = new(0, 1);
    private readonly SemaphoreSlim _models = new(0, 1);

    public void Ring()
    {
        Release(_catalogues);
        Release(_models);
    }

    /// <summary>For the worker of the catalogues: returns when rung, or after the interval.</summary>
    public Task WaitForCataloguesAsync(TimeSpan interval, TimeProvider time, CancellationToken cancellationToken) => WaitAsync(_catalogues, interval, time, cancellationToken);

    /// <summary>For the worker of the models: returns when rung, or after the interval.</summary>
    public Task WaitForModelsAsync(TimeSpan interval, TimeProvider time, CancellationToken cancellationToken) => WaitAsync(_models, interval, time, cancellationToken);

    public void Dispose()
    {
        _catalogues.Dispose();
        _models.Dispose();
    }

    private static void Release(SemaphoreSlim rung)
    {
        try
        {
            rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // Rung already: one look finds everything.
        }
    }

    private static async Task WaitAsync(SemaphoreSlim rung, TimeSpan interval, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(interval, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await rung.WaitAsync(both.Token);
        }
        catch (OperationCanceledException)
        {
            // The interval is over, or the process stops: the loop looks which.
        }
    }
}
