using Personalization.Decisions.Api.State;

namespace Personalization.Decisions.Api.Definitions;

/// <summary>Keeps the copies current: told by the broadcast, looking every second as a fallback.</summary>
internal sealed partial class DefinitionSync(DefinitionCopies copies, TimeProvider time, ILogger<DefinitionSync> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _told = new(0);
    private bool _failed;

    /// <summary>Something changed: look now.</summary>
    public void Tell() => _told.Release();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await LookAsync(stoppingToken);
                await WaitAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    public override void Dispose()
    {
        _told.Dispose();
        base.Dispose();
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await copies.LookAsync(cancellationToken);
            _failed = false;
        }
        catch (StateUnavailableException exception)
        {
            // Said once, and not every second.
            if (!_failed)
            {
                LogNotRead((exception.InnerException ?? exception).Message);
            }

            _failed = true;
        }
    }

    private async Task WaitAsync(CancellationToken stoppingToken)
    {
        using var limit = new CancellationTokenSource(Interval, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stoppingToken);
        try
        {
            await _told.WaitAsync(both.Token);
            while (_told.Wait(0, CancellationToken.None))
            {
                // Told several times: one look is enough.
            }
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            // The interval is over.
        }
    }

    [LoggerMessage(EventId = EventIds.DefinitionsNotRead, Level = LogLevel.Warning, Message = "Definitions cannot be read now; those at hand stand: {Reason}")]
    private partial void LogNotRead(string reason);
}
