using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Problems;
using Personalization.Discovery.Api.Catalogue;
using Personalization.Discovery.Catalogue;
using Personalization.Discovery.Contracts;
using Personalization.Discovery.Imports;
using Personalization.Hosting.Problems;

namespace Personalization.Discovery.Api.Imports;

/// <summary>Takes an import in: opened, filled chunk by chunk, completed; each step may be repeated.</summary>
internal sealed class ImportReceiver(ImportStore imports, ImportProgress progress, WorkSignal signal, TimeProvider time)
{
    /// <summary>Of one chunk.</summary>
    public const int MaxChunk = 1 << 20;

    private const int MaxChunks = 10_000;

    private const int Attempts = 5;

    public async Task StartAsync(ImportStart start, CancellationToken cancellationToken)
    {
        Check(start);
        var (known, _) = await imports.GetAsync(start.StoreId, start.ImportId, cancellationToken);
        if (known is not null && (known.Start.Mode != start.Mode || known.Start.ContentType != start.ContentType))
        {
            throw Refusal(409, "Idempotency-Key", "was used for another import; send a new key with a new body");
        }

        if (known is null)
        {
            // False: a repeat of this very call was faster.
            await imports.TrySaveAsync(
                new ImportJob { Start = start, Status = new ImportStatus { Id = start.ImportId, State = ImportStates.Receiving } }, "", cancellationToken);
        }

        if (known is null || !ImportStates.IsFinal(known.Status.State))
        {
            await imports.AddOpenAsync(new OpenImport(start.StoreId, start.ImportId, time.GetUtcNow()), cancellationToken);
        }
    }

    public async Task PutChunkAsync(string store, string import, int chunk, Stream body, CancellationToken cancellationToken)
    {
        if (chunk is < 0 or >= MaxChunks)
        {
            throw Refusal(400, "chunk", $"is {chunk}; number chunks from 0 to {MaxChunks - 1}");
        }

        var job = await RequireAsync(store, import, cancellationToken);
        var bytes = await ReadAsync(body, cancellationToken);
        if (job.Status.State == ImportStates.Receiving)
        {
            await imports.SaveChunkAsync(store, import, chunk, bytes, cancellationToken);
        }
    }

    public async Task<ImportStatus> CompleteAsync(string store, string import, int chunks, string? digest, CancellationToken cancellationToken)
    {
        if (chunks is < 0 or > MaxChunks)
        {
            throw Refusal(400, "chunks", $"is {chunks}; it is the number of chunks sent, 0 to {MaxChunks}");
        }

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var (job, etag) = await imports.GetAsync(store, import, cancellationToken);
            if (job is null)
            {
                throw Unknown();
            }

            if (job.Status.State != ImportStates.Receiving)
            {
                return digest is null || job.Digest is null || digest == job.Digest
                    ? job.Status
                    : throw Refusal(409, "Idempotency-Key", "was used for another import; send a new key with a new body");
            }

            if (chunks > 0 && await imports.GetChunkAsync(store, import, chunks - 1, cancellationToken) is null)
            {
                throw Refusal(409, "chunks", $"says {chunks}, but the last of them is not here; send it first");
            }

            var running = job with
            {
                Chunks = chunks,
                Digest = digest,
                CompletedAt = time.GetUtcNow(),
                Status = job.Status with { State = ImportStates.Running },
            };
            if (await imports.TrySaveAsync(running, etag, cancellationToken))
            {
                signal.Ring();
                return running.Status;
            }
        }

        throw Refusal(503, "import", "kept changing; try again");
    }

    public async Task<ImportStatus?> StatusAsync(string store, string import, CancellationToken cancellationToken)
    {
        var (job, _) = await imports.GetAsync(store, import, cancellationToken);
        return job is null ? null : progress.Overlay(store, job.Status);
    }

    private async Task<ImportJob> RequireAsync(string store, string import, CancellationToken cancellationToken) =>
        (await imports.GetAsync(store, import, cancellationToken)).Value ?? throw Unknown();

    private static async Task<byte[]> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        using var memory = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            memory.Write(buffer, 0, read);
            if (memory.Length > MaxChunk)
            {
                throw Refusal(413, "body", $"is larger than {MaxChunk} bytes; send smaller chunks");
            }
        }

        return memory.ToArray();
    }

    private static void Check(ImportStart start)
    {
        var errors = new Dictionary<string, string[]>();
        if (!StoreId.TryParse(start.StoreId, out _) || start.StoreId.Length == 0)
        {
            errors["store_id"] = ["is no store id; use 1-64 characters of a-z, 0-9 and '-'"];
        }

        if (ProductIds.Fault(start.ImportId) is { } fault)
        {
            errors["import_id"] = [fault];
        }

        if (start.Mode is not ("upsert" or "replace"))
        {
            errors["mode"] = ["is unknown; use upsert or replace"];
        }

        if (!ImportFormats.TryParse(start.ContentType, out _))
        {
            errors["content_type"] = [$"is not understood; {ImportFormats.Remedy}"];
        }

        if (ColumnMap.FirstUnknownTarget(start.Map) is { } target)
        {
            errors["map"] = [$"names '{target}', which is no product field; use one of {ColumnMap.Fields}"];
        }

        if (errors.Count > 0)
        {
            throw new ProblemException(Problem.Of(400, "The import cannot be opened.", errors));
        }
    }

    private static ProblemException Unknown() => Refusal(404, "import", "is unknown; open it first");

    private static ProblemException Refusal(int status, string field, string why) => new(Problem.OfField(status, field, why), status == 503 ? 1 : null);
}
