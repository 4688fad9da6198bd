using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Api.Shoppers;

/// <summary>Calls of this host to its own actors, each a turn of the one called.</summary>
internal interface IShopperCalls
{
    Task<TrackReply> TrackAsync(string actorId, TrackRequest request, CancellationToken cancellationToken);

    Task<ReplayReply> ReplayAsync(string actorId, CancellationToken cancellationToken);

    Task PublishLeftoversAsync(string actorId, CancellationToken cancellationToken);

    Task<bool> TidyAsync(string actorId, CancellationToken cancellationToken);

    Task RehearseAsync(string actorId, CancellationToken cancellationToken);

    Task<MergeFooting> ProbeMergeAsync(string actorId, MergeProbe probe, CancellationToken cancellationToken);

    Task<MergeFooting> ClaimMergeAsync(string actorId, MergeStep step, CancellationToken cancellationToken);

    Task ReleaseMergeAsync(string actorId, MergeStep step, CancellationToken cancellationToken);

    Task<MergeOffer> OfferMergeAsync(string actorId, MergeStep step, CancellationToken cancellationToken);

    Task<AbsorbReply> AbsorbAsync(string actorId, MergeOffer offer, CancellationToken cancellationToken);

    Task ConfirmMergeAsync(string actorId, MergeStep step, CancellationToken cancellationToken);
}
