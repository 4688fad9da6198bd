using Dapr.Actors;
using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Api.Shoppers;

/// <summary>
/// What other services call, by the names in <see cref="ShopperActorMethods"/>. Calls are turns, one after the other. Expected outcomes are
/// values in the replies; an exception is a fault of the host. A reply whose `MovedTo` is set did nothing: the shopper was merged, and the
/// caller repeats the call there.
/// </summary>
public interface IShopperActor : IActor
{
    /// <summary>Records the events of this shopper, in order, in one transaction with their effects (R1.1-R1.4).</summary>
    Task<TrackReply> TrackAsync(TrackRequest request);

    /// <summary>Everything a page needs of the shopper in one trip.</summary>
    Task<ShopperContext> GetContextAsync(ContextRequest request);

    /// <summary>The live preferences in the public shape (R2.2).</summary>
    Task<PreferencesReply> GetPreferencesAsync(ContextRequest request);

    /// <summary>The switches of personalization for this shopper (R2.5).</summary>
    Task<SwitchesReply> GetSwitchesAsync(ContextRequest request);

    /// <summary>Merges the named switches into those that stand.</summary>
    Task<SwitchesReply> PutSwitchesAsync(SwitchesPatch patch);

    Task<CartReply> GetCartAsync(ContextRequest request);

    /// <summary>Replaces the cart; refused when <see cref="CartPut.IfMatch"/> names another version.</summary>
    Task<CartReply> PutCartAsync(CartPut put);

    /// <summary>Everything held about the shopper, readable (R7.3's "see exactly what is tracked").</summary>
    Task<TrackedReply> GetTrackedAsync(ContextRequest request);
}
