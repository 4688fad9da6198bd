using Personalization.Decisions.Api.State;

namespace Personalization.Decisions.Api.Learning;

/// <summary>
/// What the model of one slot learned, in that order, each decision once, and the corrections of models that depend on the order. It grows in the transaction that changes the model, whose ETag guards it, and
/// the model counts it; so the newest are found without a walk over the log, where other slots stand too.
/// </summary>
internal static class LearnedList
{
    /// <summary>Decisions in one value: what is written again with each lesson stays small, and what is read for many decisions few.</summary>
    public const int ChunkSize = 128;

    /// <summary>Lengthens the list.</summary>
    /// <param name="state">Where it is kept.</param>
    /// <param name="store">The store.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="count">Decisions in the list, as the model says whose ETag guards the transaction.</param>
    /// <param name="added">Learned now; none where rewards came late.</param>
    /// <param name="retention">How long a chunk is kept after its last decision.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The chunks to write in the transaction of the model.</returns>
    public static async Task<IReadOnlyList<StateWrite>> AppendAsync(
        IDecisionsState state, string store, string slot, long count, IReadOnlyList<LearnedSlot> added, TimeSpan retention, CancellationToken cancellationToken)
    {
        List<StateWrite> writes = [];
        for (var done = 0; done < added.Count;)
        {
            var (chunk, taken) = Math.DivRem(count + done, ChunkSize);
            var key = StateKeys.Learned(store, slot, chunk);
            var kept = taken > 0 && done == 0 ? (await state.GetAsync(key, StateJson.Default.LearnedChunk, cancellationToken)).Value : null;
            var fits = added.Skip(done).Take(ChunkSize - (int)taken).ToArray();
            writes.Add(StateWrite.Of(key, new LearnedChunk([.. kept?.Slots ?? [], .. fits]), StateJson.Default.LearnedChunk, null, retention));
            done += fits.Length;
        }

        return writes;
    }

    /// <summary>The newest decisions of the list, newest first, corrections left out.</summary>
    /// <param name="state">Where they are kept.</param>
    /// <param name="store">The store.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="most">Decisions.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IReadOnlyList<LearnedSlot>> ReadAsync(IDecisionsState state, string store, string slot, int most, CancellationToken cancellationToken)
    {
        var (model, _) = await state.GetAsync(StateKeys.Model(store, slot), StateJson.Default.KeptModel, cancellationToken);
        var last = (model?.Learned ?? 0) / ChunkSize;

        // The last one is partly full, and may be empty.
        var chunks = (most / ChunkSize) + 2;
        string[] keys = [.. Enumerable.Range(0, (int)Math.Min(chunks, last + 1)).Select(back => StateKeys.Learned(store, slot, last - back))];
        return
        [
            .. (await state.GetManyAsync(keys, StateJson.Default.LearnedChunk, cancellationToken))
                .SelectMany(chunk => (chunk.Value?.Slots ?? []).Reverse())
                .Where(slot => slot.Before is null)
                .Take(most),
        ];
    }
}
