using Dapr.Actors;

namespace Personalization.Profiles.Api.Shoppers;

/// <summary>What this host asks of its own actors. No other service calls these.</summary>
public interface IShopperUpkeep : IActor
{
    /// <summary>Commits the journal's entries of this shopper.</summary>
    Task<ReplayReply> ReplayAsync();

    /// <summary>Publishes what a former process committed and did not publish.</summary>
    Task PublishLeftoversAsync();

    /// <summary>Removes what is published from the stored outbox of a shopper who has been quiet. False: not yet.</summary>
    Task<bool> TidyAsync();

    /// <summary>Goes through the motions of a turn, of a commit and of arming, and leaves nothing behind: for the warm-up.</summary>
    Task RehearseAsync();

    /// <summary>How this shopper stands before a merge; changes nothing.</summary>
    Task<MergeFooting> ProbeMergeAsync(MergeProbe probe);

    /// <summary>Notes a merge in which this shopper is source or target, unless another is in the way.</summary>
    Task<MergeFooting> ClaimMergeAsync(MergeStep step);

    /// <summary>Forgets a noted merge that does not take place.</summary>
    Task ReleaseMergeAsync(MergeStep step);

    /// <summary>The source's step: it becomes an alias of the target, unless another merge is in the way, and hands over all it holds.</summary>
    Task<MergeOffer> OfferMergeAsync(MergeStep step);

    /// <summary>The target's step: takes the source's state over, once.</summary>
    Task<AbsorbReply> AbsorbAsync(MergeOffer offer);

    /// <summary>The source's last step: only the alias stays.</summary>
    Task ConfirmMergeAsync(MergeStep step);
}
