using Dapr.Actors;

namespace Personalization.Profiles.Api.Shoppers;

/// <summary>What this host asks of its own actors. No other service calls these.</summary>
public interface IShopperUpkeep : IActor
{
    /// <summary>Commits the journal's entries of this shopper.</summary>
    Task<ReplayReply> ReplayAsync();

    /// <summary>Publishes what a former process committed and did not publish.</summary>
    Task PublishLeftoversAsync();

    /// <summary>Goes through the motions of a turn, of a commit and of arming, and leaves nothing behind: for the warm-up.</summary>
    Task RehearseAsync();

    /// <summary>Whether this shopper can be the target of a merge.</summary>
    Task<MergeFooting> ProbeMergeAsync(MergeProbe probe);

    /// <summary>The source's first step: it becomes an alias of the target and hands over all it holds.</summary>
    Task<MergeOffer> OfferMergeAsync(MergeStep step);

    /// <summary>The target's step: takes the source's state over, once.</summary>
    Task<AbsorbReply> AbsorbAsync(MergeOffer offer);

    /// <summary>The source's last step: only the alias stays.</summary>
    Task ConfirmMergeAsync(MergeStep step);
}
