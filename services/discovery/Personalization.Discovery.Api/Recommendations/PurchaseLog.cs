using System.Collections.Concurrent;
using Personalization.Discovery.Api.State;
using Personalization.Discovery.Popularity;
using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Api.Recommendations;

/// <summary>
/// A store's purchases in pages of the state, appended as they are heard, each event once; the oldest pages go when there are too many. The manifest's ETag
/// keeps replicas from writing the same page.
/// </summary>
internal sealed class PurchaseLog(IDiscoveryState state)
{
    /// <summary>Lines of a page, about 50 KB.</summary>
    public const int PageLines = 500;

    /// <summary>Pages kept: a million lines.</summary>
    public const int MaxPages = 2_000;

    private const int Attempts = 8;
    private const int PagesAtOnce = 50;

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    /// <summary>Commits the purchases among the events.</summary>
    /// <exception cref="StateUnavailableException">They are not committed: deliver again.</exception>
    public async Task AppendAsync(IReadOnlyList<InteractionRecorded> events, CancellationToken cancellationToken)
    {
        foreach (var ofStore in events.Where(recorded => recorded is { Type: InteractionTypes.Purchase, ProductId: not null }).GroupBy(recorded => recorded.StoreId))
        {
            await AppendAsync(ofStore.Key, [.. ofStore.Select(Line).DistinctBy(line => line.E)], cancellationToken);
        }
    }

    /// <summary>The lines behind a place, and the place behind them.</summary>
    /// <param name="store">The store.</param>
    /// <param name="from">Where the last reading ended; null: everything.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(IReadOnlyList<LogLine> Lines, LogPlace Place)> ReadAsync(string store, LogPlace? from, CancellationToken cancellationToken)
    {
        var (manifest, _) = await state.GetAsync(StateKeys.PurchaseLog(store), StateJson.Default.LogManifest, cancellationToken);
        if (manifest is null || (from is { } seen && seen.Page == manifest.Last && seen.Line == manifest.Lines))
        {
            return ([], from ?? new LogPlace(0, 0));
        }

        var start = from is { } place && place.Page >= manifest.First ? place : new LogPlace(manifest.First, 0);
        List<LogLine> lines = [];
        foreach (var pages in Enumerable.Range(start.Page, manifest.Last - start.Page + 1).Chunk(PagesAtOnce))
        {
            var read = await state.GetManyAsync([.. pages.Select(page => StateKeys.PurchasePage(store, page))], StateJson.Default.LogPage, cancellationToken);
            for (var at = 0; at < pages.Length; at++)
            {
                var held = read[at]?.Lines ?? [];
                var end = pages[at] == manifest.Last ? Math.Min(manifest.Lines, held.Count) : held.Count;
                lines.AddRange(held.Take(end).Skip(pages[at] == start.Page ? start.Line : 0));
            }
        }

        return (lines, new LogPlace(manifest.Last, manifest.Lines));
    }

    private async Task AppendAsync(string store, IReadOnlyList<LogLine> lines, CancellationToken cancellationToken)
    {
        var turn = _turns.GetOrAdd(store, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                if (await TryAppendAsync(store, lines, cancellationToken))
                {
                    return;
                }
            }

            throw new StateUnavailableException(new InvalidOperationException("The purchase log kept changing."));
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<bool> TryAppendAsync(string store, IReadOnlyList<LogLine> lines, CancellationToken cancellationToken)
    {
        var (stored, etag) = await state.GetAsync(StateKeys.PurchaseLog(store), StateJson.Default.LogManifest, cancellationToken);
        var manifest = stored ?? new LogManifest(0, 0, 0);

        // A delivery that comes again comes soon: the last two pages know it.
        int[] latest = manifest.Last > manifest.First ? [manifest.Last - 1, manifest.Last] : [manifest.Last];
        var pages = await state.GetManyAsync([.. latest.Select(page => StateKeys.PurchasePage(store, page))], StateJson.Default.LogPage, cancellationToken);
        IReadOnlyList<LogLine> last = [.. (pages[^1]?.Lines ?? []).Take(manifest.Lines)];
        HashSet<long> known = [.. last.Select(line => line.E), .. pages.Count > 1 ? (pages[0]?.Lines ?? []).Select(line => line.E) : []];
        List<LogLine> fresh = [.. lines.Where(line => !known.Contains(line.E))];
        if (fresh.Count == 0)
        {
            return true;
        }

        List<StateChange> changes = [];
        List<LogLine> page = [.. last];
        var number = manifest.Last;
        foreach (var line in fresh)
        {
            if (page.Count == PageLines)
            {
                changes.Add(StateChange.Put(StateKeys.PurchasePage(store, number), new LogPage(page), StateJson.Default.LogPage));
                (page, number) = ([], number + 1);
            }

            page.Add(line);
        }

        var first = Math.Max(manifest.First, number - MaxPages + 1);
        changes.Add(StateChange.Put(StateKeys.PurchasePage(store, number), new LogPage(page), StateJson.Default.LogPage));
        changes.AddRange(Enumerable.Range(manifest.First, first - manifest.First).Select(gone => StateChange.Delete(StateKeys.PurchasePage(store, gone))));
        changes.Add(StateChange.Put(StateKeys.PurchaseLog(store), new LogManifest(first, number, page.Count), StateJson.Default.LogManifest, etag));
        return await state.TryCommitAsync(changes, cancellationToken);
    }

    private static LogLine Line(InteractionRecorded recorded)
    {
        var shopper = StableHash.Of($"{recorded.ShopperKind}{recorded.ShopperId}");
        var at = recorded.Timestamp.ToUnixTimeMilliseconds();
        return new LogLine(
            shopper,
            StableHash.Of(recorded.OrderId is { } order ? $"{recorded.ShopperKind}{recorded.ShopperId}\n{order}" : $"{recorded.ShopperKind}{recorded.ShopperId}\n{at / 600_000}"),
            at,
            recorded.ProductId!,
            (double)(recorded.Quantity is { } units and > 0 ? units : 1),
            StableHash.Of($"{recorded.ShopperKind}{recorded.ShopperId}\n{recorded.EventId}"));
    }
}
