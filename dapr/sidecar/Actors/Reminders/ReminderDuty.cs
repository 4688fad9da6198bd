namespace Personalization.Sidecar.Actors.Reminders;

/// <summary>The reminders of one app, kept and fired by one of its replicas: when its sidecar stops, the next one takes them over from the store.</summary>
internal sealed class ReminderDuty
{
    private readonly Lock _gate = new();
    private readonly List<(object Replica, Func<ReminderService> Create)> _replicas = [];
    private volatile ReminderService? _service;
    private Task _change = Task.CompletedTask;

    /// <summary>Null between two replicas.</summary>
    public ReminderService? Service => _service;

    public Task JoinAsync(object replica, Func<ReminderService> create, CancellationToken cancellationToken) => ChangeAsync(async () =>
    {
        _replicas.Add((replica, create));
        if (_replicas.Count == 1)
        {
            await BeginAsync(create, cancellationToken);
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

    private async Task BeginAsync(Func<ReminderService> create, CancellationToken cancellationToken)
    {
        var service = create();
        await service.StartAsync(cancellationToken);
        _service = service;
    }
}
