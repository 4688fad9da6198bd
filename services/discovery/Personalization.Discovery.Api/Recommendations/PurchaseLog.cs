using System.Collections.Concurrent;
using Personalization.Discovery.Api.State;
using Personalization.Discovery.Popularity;
using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Api.Recommendations;

/// <summary>
/// A store's purchases in pages of the state, appended as they are heard, each event once; the oldest pages go when there are too many, a shopper's lines when the shopper
/// is erased. The manifest's ETag keeps replicas from writing the same page.
/// </summary>
internal sealed class PurchaseLog(IDiscoveryState state)
{
    /// <summary>Lines of a page, about 50 KB.</summary>
    public const int PageLines = 500;

    /// <summary>Pages kept: a million lines.</summary>
    public const int MaxPages = 2_000;

    /// <summary>Lines kept at most.</summary>
    public const int MaxLines = MaxPages * PageLines;

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

    /// <summary>The lines behind a place; everything when lines before it were erased.</summary>
    /// <param name="store">The store.</param>
    /// <param name="from">Where the last reading ended; null: everything.</param>
    /// <param name="until">Where to end; null: at the end. When lines were erased since that place, at the end.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<LogReading> ReadAsync(string store, LogPlace? from, LogPlace? until, CancellationToken cancellationToken)
    {
        var (stored, _) = await state.GetAsync(StateKeys.PurchaseLog(store), StateJson.Default.LogManifest, cancellationToken);
        var manifest = stored ?? new LogManifest(0, 0, 0);
        var end = until is { } wanted && wanted.Erasures == manifest.Erasures && wanted.Page <= manifest.Last
            ? wanted
            : new LogPlace(manifest.Last, manifest.Lines, manifest.Erasures);
        var goesOn = from is { } seen && seen.Erasures == manifest.Erasures;
        if (goesOn && from == end)
        {
            return new LogReading([], manifest.First, end, FromStart: false);
        }

        var start = goesOn && from!.Value.Page >= manifest.First ? from.Value : new LogPlace(manifest.First, 0, manifest.Erasures);
        List<LogLine> lines = [];
        foreach (var pages in Enumerable.Range(start.Page, Math.Max(end.Page - start.Page + 1, 0)).Chunk(PagesAtOnce))
        {
            var read = await state.GetManyAsync([.. pages.Select(page => StateKeys.PurchasePage(store, page))], StateJson.Default.LogPage, cancellationToken);
            for (var at = 0; at < pages.Length; at++)
            {
                var held = read[at]?.Lines ?? [];
                var count = pages[at] == end.Page ? Math.Min(end.Line, held.Count) : held.Count;
                lines.AddRange(held.Take(count).Skip(pages[at] == start.Page ? start.Line : 0));
            }
        }

        return new LogReading(lines, manifest.First, end, !goesOn);
    }

    /// <summary>Takes a shopper's lines out of a store's log, page by page; what was taken out stays out when it is cut off, and asking again takes out the rest.</summary>
    /// <returns>Lines taken out.</returns>
    /// <exception cref="StateUnavailableException">Not all are out: ask again.</exception>
    public async Task<int> EraseAsync(string store, string shopperKind, string shopperId, CancellationToken cancellationToken)
    {
        var shopper = HashOf(shopperKind, shopperId);
        return await WithTurnAsync(store, async () =>
        {
            var erased = 0;
            var next = 0;
            for (var attempt = 0; attempt < Attempts;)
            {
                var (manifest, etag) = await state.GetAsync(StateKeys.PurchaseLog(store), StateJson.Default.LogManifest, cancellationToken);
                if (manifest is null || next > manifest.Last)
                {
                    return erased;
                }

                next = Math.Max(next, manifest.First);
                int[] pages = [.. Enumerable.Range(next, Math.Min(PagesAtOnce, manifest.Last - next + 1))];
                var (changes, gone, lines) = await WithoutAsync(store, manifest, pages, shopper, cancellationToken);
                if (gone > 0)
                {
                    changes.Add(StateChange.Put(StateKeys.PurchaseLog(store), manifest with { Lines = lines, Erasures = manifest.Erasures + 1 }, StateJson.Default.LogManifest, etag));
                    if (!await state.TryCommitAsync(changes, cancellationToken))
                    {
                        attempt++;
                        continue;
                    }
                }

                (erased, next, attempt) = (erased + gone, pages[^1] + 1, 0);
            }

            throw new StateUnavailableException(new InvalidOperationException("The purchase log kept changing."));
        }, cancellationToken);
    }

    private async Task<(List<StateChange> Changes, int Gone, int LinesOfLast)> WithoutAsync(string store, LogManifest manifest, int[] pages, long shopper, CancellationToken cancellationToken)
    {
        var read = await state.GetManyAsync([.. pages.Select(page => StateKeys.PurchasePage(store, page))], StateJson.Default.LogPage, cancellationToken);
        List<StateChange> changes = [];
        var (gone, linesOfLast) = (0, manifest.Lines);
        for (var at = 0; at < pages.Length; at++)
        {
            var held = read[at]?.Lines ?? [];
            var count = pages[at] == manifest.Last ? Math.Min(manifest.Lines, held.Count) : held.Count;
            List<LogLine> kept = [.. held.Take(count).Where(line => line.S != shopper)];
            if (kept.Count < count)
            {
                gone += count - kept.Count;
                linesOfLast = pages[at] == manifest.Last ? kept.Count : linesOfLast;
                changes.Add(StateChange.Put(StateKeys.PurchasePage(store, pages[at]), new LogPage(kept), StateJson.Default.LogPage));
            }
        }

        return (changes, gone, linesOfLast);
    }

    private Task AppendAsync(string store, IReadOnlyList<LogLine> lines, CancellationToken cancellationToken) => WithTurnAsync(store, async () =>
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await TryAppendAsync(store, lines, cancellationToken))
            {
                return true;
            }
        }

        throw new StateUnavailableException(new InvalidOperationException("The purchase log kept changing."));
    }, cancellationToken);

    /// <summary>One writer of a store's log in this process; the manifest's ETag keeps the others apart.</summary>
    private async Task<T> WithTurnAsync<T>(string store, Func<Task<T>> write, CancellationToken cancellationToken)
    {
        var turn = _turns.GetOrAdd(store, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await write();
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
        changes.Add(StateChange.Put(StateKeys.PurchaseLog(store), manifest with { First = first, Last = number, Lines = page.Count }, StateJson.Default.LogManifest, etag));
        return await state.TryCommitAsync(changes, cancellationToken);
    }

    private static long HashOf(string shopperKind, string shopperId) => StableHash.Of($"{shopperKind}{shopperId}");

    private static LogLine Line(InteractionRecorded recorded)
    {
        var shopper = HashOf(recorded.ShopperKind, recorded.ShopperId);
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
