using Dapr.Actors;
using Personalization.Abstractions.Identity;
using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Api.Actors;

/// <summary>
/// The unit of truth: one actor a shopper, whose id is <see cref="ShopperKey.ActorId"/>. Calls are turns, one after the other.
/// Callers use the JSON proxy: `ActorProxy.Create(new ActorId(key.ActorId), ShopperActorType.Name)` and `InvokeMethodAsync` with a name of <see cref="ShopperActorMethods"/>.
/// Expected outcomes are values in the replies; an exception is a fault of the host.
/// A reply whose `MovedTo` is set did nothing: the shopper was merged, and the caller repeats the call there.
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
