namespace Personalization.Sidecar.Hosting;

/// <summary>What one of an app's replicas does for all: when its sidecar stops, the next one takes it over from the store.</summary>
internal class ReplicaDuty<TService>
    where TService : class, IReplicaService
{
    private readonly Lock _gate = new();
    private readonly List<(object Replica, Func<TService> Create)> _replicas = [];
    private volatile TService? _service;
    private Task _change = Task.CompletedTask;

    /// <summary>Null between two replicas.</summary>
    public TService? Service => _service;

    /// <summary>A replica that has joined already stays as it is.</summary>
    public Task JoinAsync(object replica, Func<TService> create, CancellationToken cancellationToken) => ChangeAsync(async () =>
    {
        if (_replicas.Exists(entry => entry.Replica == replica))
        {
            return;
        }

        _replicas.Add((replica, create));
        if (_replicas.Count > 1)
        {
            return;
        }

        try
        {
            await BeginAsync(create, cancellationToken);
        }
        catch
        {
            _replicas.Clear();
            throw;
        }
    });

    public Task LeaveAsync(object replica, CancellationToken cancellationToken) => ChangeAsync(async () =>
    {
        var place = _replicas.FindIndex(entry => entry.Replica == replica);
        if (place < 0)
        {
            return;
        }

        _replicas.RemoveAt(place);
        if (place > 0)
        {
            return;
        }

        if (_service is { } service)
        {
            _service = null;
            await service.DisposeAsync();
        }

        if (_replicas.Count > 0)
        {
            await BeginAsync(_replicas[0].Create, cancellationToken);
        }
    });

    /// <summary>One change after the other; one that failed does not stop the next.</summary>
    private Task ChangeAsync(Func<Task> change)
    {
        lock (_gate)
        {
            return _change = AfterAsync(_change, change);
        }
    }

    private static async Task AfterAsync(Task before, Func<Task> change)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await change();
    }

    private async Task BeginAsync(Func<TService> create, CancellationToken cancellationToken)
    {
        var service = create();
        await service.StartAsync(cancellationToken);
        _service = service;
    }
}
