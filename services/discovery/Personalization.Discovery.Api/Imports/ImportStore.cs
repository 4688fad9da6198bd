using Microsoft.Extensions.Options;
using Personalization.Discovery.Api.State;

namespace Personalization.Discovery.Api.Imports;

/// <summary>Imports in state: a record each, its body in chunks, and the list of those that are not finished.</summary>
internal sealed class ImportStore(IDiscoveryState state, IOptions<DiscoveryOptions> options)
{
    private const int Attempts = 8;

    private const int DeletesAtOnce = 100;

    public Task<Stored<ImportJob>> GetAsync(string store, string import, CancellationToken cancellationToken) =>
        state.GetAsync(StateKeys.Import(store, import), StateJson.Default.ImportJob, cancellationToken);

    public Task<bool> TrySaveAsync(ImportJob job, string etag, CancellationToken cancellationToken) =>
        state.TrySaveAsync(
            StateKeys.Import(job.Start.StoreId, job.Start.ImportId), job, StateJson.Default.ImportJob, etag,
            ImportStates.IsFinal(job.Status.State) ? options.Value.KeepOutcome : null, cancellationToken);

    public async Task<byte[]?> GetChunkAsync(string store, string import, int chunk, CancellationToken cancellationToken) =>
        (await state.GetAsync(StateKeys.Chunk(store, import, chunk), StateJson.Default.ByteArray, cancellationToken)).Value;

    /// <summary>Writes a chunk, or writes it again.</summary>
    public async Task SaveChunkAsync(string store, string import, int chunk, byte[] body, CancellationToken cancellationToken)
    {
        if (!await state.TryCommitAsync([StateChange.Put(StateKeys.Chunk(store, import, chunk), body, StateJson.Default.ByteArray)], cancellationToken))
        {
            throw new StateUnavailableException(new InvalidOperationException("A chunk was not written."));
        }
    }

    public async Task DeleteChunksAsync(string store, string import, int chunks, CancellationToken cancellationToken)
    {
        foreach (var some in Enumerable.Range(0, chunks).Chunk(DeletesAtOnce))
        {
            if (!await state.TryCommitAsync([.. some.Select(chunk => StateChange.Delete(StateKeys.Chunk(store, import, chunk)))], cancellationToken))
            {
                // The import stays in the list of open ones, so the next look deletes them.
                throw new StateUnavailableException(new InvalidOperationException("Chunks were not deleted."));
            }
        }
    }

    public async Task<IReadOnlyList<OpenImport>> OpenAsync(CancellationToken cancellationToken) =>
        (await state.GetAsync(StateKeys.OpenImports, StateJson.Default.OpenImports, cancellationToken)).Value?.Imports ?? [];

    public Task AddOpenAsync(OpenImport import, CancellationToken cancellationToken) => ChangeOpenAsync(
        open => open.Any(known => IsSame(known, import.StoreId, import.ImportId)) ? open : [.. open, import], cancellationToken);

    public Task RemoveOpenAsync(string store, string import, CancellationToken cancellationToken) => ChangeOpenAsync(
        open => [.. open.Where(known => !IsSame(known, store, import))], cancellationToken);

    private static bool IsSame(OpenImport known, string store, string import) => known.StoreId == store && known.ImportId == import;

    private async Task ChangeOpenAsync(Func<IReadOnlyList<OpenImport>, IReadOnlyList<OpenImport>> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var (list, etag) = await state.GetAsync(StateKeys.OpenImports, StateJson.Default.OpenImports, cancellationToken);
            var before = list?.Imports ?? [];
            var after = change(before);
            if (after.Count == before.Count || await state.TrySaveAsync(StateKeys.OpenImports, new OpenImports(after), StateJson.Default.OpenImports, etag, null, cancellationToken))
            {
                return;
            }
        }

        throw new StateUnavailableException(new InvalidOperationException("The list of imports kept changing."));
    }
}
