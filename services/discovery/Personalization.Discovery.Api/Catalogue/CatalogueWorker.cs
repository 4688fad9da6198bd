using Microsoft.Extensions.Options;
using Personalization.Discovery.Api.Imports;
using Personalization.Discovery.Api.Search;
using Personalization.Discovery.Api.State;

namespace Personalization.Discovery.Api.Catalogue;

/// <summary>The one loop that changes what is in force: loads at the start, runs imports, renews popularity, takes what other replicas published.</summary>
internal sealed partial class CatalogueWorker(
    CatalogueStore catalogues,
    CataloguePublisher publisher,
    ImportStore imports,
    ImportRunner runner,
    ReplicaLease lease,
    LiveCatalogues live,
    CommonQueries common,
    WorkSignal signal,
    IOptions<DiscoveryOptions> options,
    TimeProvider time,
    ILogger<CatalogueWorker> logger) : BackgroundService
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);

    /// <summary>A store that is away for less is no news.</summary>
    private static readonly TimeSpan WarnAfter = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Loading and building must not hold up the start of the listener.
        await Task.Yield();
        var retry = FirstRetry;
        long? awaySince = null;
        var warned = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
                (retry, awaySince, warned) = (FirstRetry, null, false);
                await signal.WaitForCataloguesAsync(options.Value.LookInterval, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (StateUnavailableException exception)
            {
                // At a start the sidecar often comes up last; /readyz says that this process waits for it.
                awaySince ??= time.GetTimestamp();
                if (!warned && time.GetElapsedTime(awaySince.Value) >= WarnAfter)
                {
                    warned = true;
                    LogAway((exception.InnerException ?? exception).Message);
                }

                await signal.WaitForCataloguesAsync(retry, time, stoppingToken);
                retry = retry * 2 > LongestRetry ? LongestRetry : retry * 2;
            }
            catch (Exception exception)
            {
                // The edge of the loop: whatever it was, what is in force stays, and the next round tries again.
                LogFailed(exception);
                await signal.WaitForCataloguesAsync(retry, time, stoppingToken);
                retry = retry * 2 > LongestRetry ? LongestRetry : retry * 2;
            }
        }
    }

    /// <summary>One round.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        var isWhole = await LoadAsync(cancellationToken);
        if (isWhole && !live.IsLoaded)
        {
            live.Loaded();
            signal.Ring();
        }

        await common.KeepIfDueAsync(cancellationToken);
        var open = await imports.OpenAsync(cancellationToken);
        var stale = live.All.Where(store => time.GetUtcNow() - store.Manifest.FrozenAt >= options.Value.PopularityInterval).ToList();
        if ((open.Count == 0 && stale.Count == 0) || !await lease.TryHoldAsync(StateKeys.Lease, cancellationToken))
        {
            return;
        }

        await lease.WhileHeldAsync(StateKeys.Lease, async token =>
        {
            // Whoever had the lease until now may have published since.
            await LoadAsync(token);
            await runner.RunDueAsync(open, token);
            foreach (var store in stale.Where(store => live.Of(store.Catalogue.StoreId) == store))
            {
                await publisher.TryPublishAsync(store.Catalogue.StoreId, store.Pages, store.Manifest.PageRevisions, token);
            }
        }, cancellationToken);
    }

    /// <returns>True when every store that has a catalogue has the newest in force.</returns>
    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var isWhole = true;
        foreach (var store in await catalogues.StoresAsync(cancellationToken))
        {
            isWhole &= await publisher.LoadAsync(store, cancellationToken);
        }

        return isWhole;
    }

    [LoggerMessage(EventId = EventIds.LookFailed, Level = LogLevel.Warning, Message = "The catalogue's work could not go on; it is tried again")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(EventId = EventIds.StateAway, Level = LogLevel.Warning, Message = "The state store has not been reached for 10 s; it is tried again: {Reason}")]
    private partial void LogAway(string reason);
}
