using Personalization.Profiles.Api.Shoppers;
using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Tests.Merging;

/// <summary>The calls of one merge, each of which waits until the schedule lets it go.</summary>
internal sealed class SteppedCalls(IShopperCalls inner) : IShopperCalls
{
    private TaskCompletionSource? _waiting;

    /// <summary>Lets the next call run, and what follows it up to the next one.</summary>
    public void Step()
    {
        var waiting = _waiting;
        _waiting = null;
        waiting.ShouldNotBeNull("a merge waits for something else than a turn").SetResult();
    }

    public Task<TrackReply> TrackAsync(string actorId, TrackRequest request, CancellationToken cancellationToken) =>
        TurnAsync(() => inner.TrackAsync(actorId, request, cancellationToken));

    public Task<ReplayReply> ReplayAsync(string actorId, CancellationToken cancellationToken) => TurnAsync(() => inner.ReplayAsync(actorId, cancellationToken));

    public Task PublishLeftoversAsync(string actorId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> TidyAsync(string actorId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RehearseAsync(string actorId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<MergeFooting> ProbeMergeAsync(string actorId, MergeProbe probe, CancellationToken cancellationToken) =>
        TurnAsync(() => inner.ProbeMergeAsync(actorId, probe, cancellationToken));

    public Task<MergeFooting> ClaimMergeAsync(string actorId, MergeStep step, CancellationToken cancellationToken) =>
        TurnAsync(() => inner.ClaimMergeAsync(actorId, step, cancellationToken));

    public Task ReleaseMergeAsync(string actorId, MergeStep step, CancellationToken cancellationToken) => TurnAsync(async () =>
    {
        await inner.ReleaseMergeAsync(actorId, step, cancellationToken);
        return true;
    });

    public Task<MergeOffer> OfferMergeAsync(string actorId, MergeStep step, CancellationToken cancellationToken) =>
        TurnAsync(() => inner.OfferMergeAsync(actorId, step, cancellationToken));

    public Task<AbsorbReply> AbsorbAsync(string actorId, MergeOffer offer, CancellationToken cancellationToken) =>
        TurnAsync(() => inner.AbsorbAsync(actorId, offer, cancellationToken));

    public Task ConfirmMergeAsync(string actorId, MergeStep step, CancellationToken cancellationToken) => TurnAsync(async () =>
    {
        await inner.ConfirmMergeAsync(actorId, step, cancellationToken);
        return true;
    });

    private async Task<T> TurnAsync<T>(Func<Task<T>> turn)
    {
        var gate = new TaskCompletionSource();
        _waiting = gate;
        await gate.Task;
        return await turn();
    }
}
