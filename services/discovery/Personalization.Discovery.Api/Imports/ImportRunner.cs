using System.Globalization;
using Microsoft.Extensions.Options;
using Personalization.Discovery.Api.Catalogue;
using Personalization.Discovery.Api.State;
using Personalization.Discovery.Api.Telemetry;
using Personalization.Discovery.Catalogue;
using Personalization.Discovery.Contracts;
using Personalization.Discovery.Imports;
using Personalization.Discovery.Popularity;

namespace Personalization.Discovery.Api.Imports;

/// <summary>
/// Applies the imports whose bodies are complete, in the order they were completed. Each step can be done again: parsing gives the same products,
/// pages are written beside those in force, the version is made last.
/// </summary>
internal sealed partial class ImportRunner(
    ImportStore imports,
    CatalogueStore catalogues,
    CataloguePublisher publisher,
    LiveCatalogues live,
    ImportProgress progress,
    DiscoveryInstruments instruments,
    IOptions<DiscoveryOptions> options,
    TimeProvider time,
    ILogger<ImportRunner> logger)
{
    private const int Attempts = 5;

    /// <summary>Runs everything that is due.</summary>
    public async Task RunDueAsync(IReadOnlyList<OpenImport> open, CancellationToken cancellationToken)
    {
        var due = new List<ImportJob>();
        foreach (var import in open)
        {
            var (job, _) = await imports.GetAsync(import.StoreId, import.ImportId, cancellationToken);
            if (job is null || ImportStates.IsFinal(job.Status.State))
            {
                await CleanAsync(import, job?.Chunks ?? 0, cancellationToken);
            }
            else if (job.Status.State == ImportStates.Receiving)
            {
                await ForgetAbandonedAsync(import, cancellationToken);
            }
            else
            {
                due.Add(job);
            }
        }

        foreach (var job in due.OrderBy(job => job.CompletedAt))
        {
            await RunAsync(job, cancellationToken);
        }
    }

    private async Task RunAsync(ImportJob job, CancellationToken cancellationToken)
    {
        var store = job.Start.StoreId;
        var import = job.Start.ImportId;
        try
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                if (await TryApplyAsync(job, cancellationToken))
                {
                    return;
                }

                await publisher.LoadAsync(store, cancellationToken);
            }
        }
        catch (MissingChunkException missing)
        {
            LogFailed(store, import, missing);
            await UpdateAsync(store, import, known => known with
            {
                Status = known.Status with
                {
                    State = ImportStates.Failed,
                    FinishedAt = time.GetUtcNow(),
                    Errors = [new ImportFault(0, "body", $"chunk {missing.Chunk} was never sent; import it again as a whole")],
                },
            }, cancellationToken);
            await CleanAsync(new OpenImport(store, import, default), job.Chunks ?? 0, cancellationToken);
        }
        finally
        {
            progress.Clear();
        }
    }

    /// <returns>False when another replica published meanwhile.</returns>
    private async Task<bool> TryApplyAsync(ImportJob job, CancellationToken cancellationToken)
    {
        var store = job.Start.StoreId;
        var import = job.Start.ImportId;
        if (!ImportFormats.TryParse(job.Start.ContentType, out var format))
        {
            throw new InvalidOperationException($"Import {import} was opened with the unknown content type '{job.Start.ContentType}'.");
        }

        var current = live.Of(store);
        var draft = new CatalogueDraft(current?.Pages ?? []);
        var outcome = await CatalogueImport.ApplyAsync(
            () => new ChunkStream(imports, store, import, job.Chunks ?? 0), format, new ColumnMap(job.Start.Map), job.Start.Mode == "replace", draft,
            read => progress.Report(store, import, read), cancellationToken);
        var counted = await UpdateAsync(store, import, known => known with
        {
            Counted = true,
            Status = (known.Counted ? known.Status : Counts(known.Status, outcome)) with { State = ImportStates.Publishing },
        }, cancellationToken);

        if (draft.ChangedPages.Count > 0 || current is null)
        {
            var revision = Revision(job);
            await catalogues.SavePagesAsync(store, draft, revision, cancellationToken);
            var known = current?.Manifest.PageRevisions ?? [];
            string?[] revisions = [.. draft.Pages.Select((_, page) => draft.ChangedPages.Contains(page) ? revision : known[page])];
            if (!await publisher.TryPublishAsync(store, draft.Pages, revisions, cancellationToken))
            {
                return false;
            }
        }

        var done = await UpdateAsync(store, import, known => known with
        {
            Status = known.Status with { State = ImportStates.Done, FinishedAt = time.GetUtcNow(), IndexVersion = live.Of(store)!.Manifest.Version },
        }, cancellationToken);
        await CleanAsync(new OpenImport(store, import, default), job.Chunks ?? 0, cancellationToken);
        instruments.Imported("changed", counted.Status.Changed);
        instruments.Imported("unchanged", counted.Status.Unchanged);
        instruments.Imported("rejected", counted.Status.Rejected);
        LogDone(store, import, done.Status.Read, done.Status.Changed, done.Status.Rejected);
        return true;
    }

    /// <summary>The same whenever and wherever this import is run: a second run writes the same pages to the same keys.</summary>
    private static string Revision(ImportJob job) =>
        string.Create(CultureInfo.InvariantCulture, $"{StableHash.Of($"{job.Start.ImportId}/{job.CompletedAt?.UtcTicks}"):x16}");

    private static ImportStatus Counts(ImportStatus status, ImportOutcome outcome) => status with
    {
        Read = outcome.Read,
        Changed = outcome.Changed,
        Unchanged = outcome.Unchanged,
        Rejected = outcome.Rejected,
        Errors = outcome.Faults,
    };

    private async Task<ImportJob> UpdateAsync(string store, string import, Func<ImportJob, ImportJob> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var (job, etag) = await imports.GetAsync(store, import, cancellationToken);
            var changed = change(job ?? throw new StateUnavailableException(new InvalidOperationException("The import's record is gone.")));
            if (await imports.TrySaveAsync(changed, etag, cancellationToken))
            {
                return changed;
            }
        }

        throw new StateUnavailableException(new InvalidOperationException("The import's record kept changing."));
    }

    private async Task CleanAsync(OpenImport import, int chunks, CancellationToken cancellationToken)
    {
        await imports.DeleteChunksAsync(import.StoreId, import.ImportId, chunks, cancellationToken);
        await imports.RemoveOpenAsync(import.StoreId, import.ImportId, cancellationToken);
    }

    private async Task ForgetAbandonedAsync(OpenImport import, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() - import.StartedAt < options.Value.AbandonedAfter)
        {
            return;
        }

        var chunks = 0;
        while (await imports.GetChunkAsync(import.StoreId, import.ImportId, chunks, cancellationToken) is not null)
        {
            chunks++;
        }

        await UpdateAsync(import.StoreId, import.ImportId, known => known with
        {
            Status = known.Status with
            {
                State = ImportStates.Failed,
                FinishedAt = time.GetUtcNow(),
                Errors = [new ImportFault(0, "body", "never became complete; import it again")],
            },
        }, cancellationToken);
        await CleanAsync(import, chunks, cancellationToken);
        LogAbandoned(import.StoreId, import.ImportId);
    }

    [LoggerMessage(EventId = EventIds.ImportDone, Level = LogLevel.Information, Message = "Import {Import} of store {Store} done: {Read} rows read, {Changed} changed, {Rejected} rejected")]
    private partial void LogDone(string store, string import, long read, long changed, long rejected);

    [LoggerMessage(EventId = EventIds.ImportFailed, Level = LogLevel.Warning, Message = "Import {Import} of store {Store} failed")]
    private partial void LogFailed(string store, string import, Exception exception);

    [LoggerMessage(EventId = EventIds.ImportAbandoned, Level = LogLevel.Warning, Message = "Import {Import} of store {Store} never became complete and is forgotten")]
    private partial void LogAbandoned(string store, string import);
}
