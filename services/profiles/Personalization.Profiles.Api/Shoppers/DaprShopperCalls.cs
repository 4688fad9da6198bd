using Dapr.Actors;
using Dapr.Actors.Client;
using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Api.Shoppers;

internal sealed class DaprShopperCalls(IActorProxyFactory proxies) : IShopperCalls
{
    public Task<TrackReply> TrackAsync(string actorId, TrackRequest request, CancellationToken cancellationToken) =>
        Actor(actorId).InvokeMethodAsync<TrackRequest, TrackReply>(ShopperActorMethods.Track, request, cancellationToken);

    public Task<ReplayReply> ReplayAsync(string actorId, CancellationToken cancellationToken) =>
        Actor(actorId).InvokeMethodAsync<ReplayReply>(nameof(IShopperUpkeep.ReplayAsync), cancellationToken);

    public Task PublishLeftoversAsync(string actorId, CancellationToken cancellationToken) =>
        Actor(actorId).InvokeMethodAsync(nameof(IShopperUpkeep.PublishLeftoversAsync), cancellationToken);

    public Task<bool> TidyAsync(string actorId, CancellationToken cancellationToken) =>
        Actor(actorId).InvokeMethodAsync<bool>(nameof(IShopperUpkeep.TidyAsync), cancellationToken);

    public Task RehearseAsync(string actorId, CancellationToken cancellationToken) =>
        Actor(actorId).InvokeMethodAsync(nameof(IShopperUpkeep.RehearseAsync), cancellationToken);

    public Task<MergeFooting> ProbeMergeAsync(string actorId, MergeProbe probe, CancellationToken cancellationToken) =>
        Actor(actorId).InvokeMethodAsync<MergeProbe, MergeFooting>(nameof(IShopperUpkeep.ProbeMergeAsync), probe, cancellationToken);

    public Task<MergeFooting> ClaimMergeAsync(string actorId, MergeStep step, CancellationToken cancellationToken) =>
        Actor(actorId).InvokeMethodAsync<MergeStep, MergeFooting>(nameof(IShopperUpkeep.ClaimMergeAsync), step, cancellationToken);

    public Task ReleaseMergeAsync(string actorId, MergeStep step, CancellationToken cancellationToken) =>
        Actor(actorId).InvokeMethodAsync(nameof(IShopperUpkeep.ReleaseMergeAsync), step, cancellationToken);

    public Task<MergeOffer> OfferMergeAsync(string actorId, MergeStep step, CancellationToken cancellationToken) =>
        Actor(actorId).InvokeMethodAsync<MergeStep, MergeOffer>(nameof(IShopperUpkeep.OfferMergeAsync), step, cancellationToken);

    public Task<AbsorbReply> AbsorbAsync(string actorId, MergeOffer offer, CancellationToken cancellationToken) =>
        Actor(actorId).InvokeMethodAsync<MergeOffer, AbsorbReply>(nameof(IShopperUpkeep.AbsorbAsync), offer, cancellationToken);

    public Task ConfirmMergeAsync(string actorId, MergeStep step, CancellationToken cancellationToken) =>
        Actor(actorId).InvokeMethodAsync(nameof(IShopperUpkeep.ConfirmMergeAsync), step, cancellationToken);

    private ActorProxy Actor(string actorId) => proxies.Create(new ActorId(actorId), ShopperActorType.Name);
}
