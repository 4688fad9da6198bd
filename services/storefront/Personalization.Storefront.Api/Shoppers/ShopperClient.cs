using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Naming;
using Personalization.Profiles.Contracts;
using Personalization.Storefront.Api.Parts;

namespace Personalization.Storefront.Api.Shoppers;

/// <summary>Shoppers by their names: follows the alias that a merge leaves behind.</summary>
internal sealed class ShopperClient(IShopperPort port, ProfilesPart profiles)
{
    /// <summary>Merges of merges. A longer chain is a cycle.</summary>
    private const int MaxMoves = 16;

    public Task<TrackReply> TrackAsync(ShopperKey shopper, TrackRequest request, CancellationToken cancellationToken) =>
        CallAsync<TrackRequest, TrackReply>(shopper, ShopperActorMethods.Track, request, reply => reply.MovedTo, cancellationToken);

    public Task<ShopperContext> GetContextAsync(ShopperKey shopper, string? minVersion, CancellationToken cancellationToken, bool orders = false) =>
        CallAsync<ContextRequest, ShopperContext>(
            shopper, ShopperActorMethods.GetContext, Read(minVersion) with { Orders = orders }, reply => reply.MovedTo, cancellationToken);

    public Task<PreferencesReply> GetPreferencesAsync(ShopperKey shopper, string? minVersion, CancellationToken cancellationToken) =>
        CallAsync<ContextRequest, PreferencesReply>(
            shopper, ShopperActorMethods.GetPreferences, Read(minVersion), reply => reply.MovedTo, cancellationToken);

    public Task<SwitchesReply> GetSwitchesAsync(ShopperKey shopper, string? minVersion, CancellationToken cancellationToken) =>
        CallAsync<ContextRequest, SwitchesReply>(
            shopper, ShopperActorMethods.GetSwitches, Read(minVersion), reply => reply.MovedTo, cancellationToken);

    public Task<SwitchesReply> PutSwitchesAsync(ShopperKey shopper, SwitchesPatch patch, CancellationToken cancellationToken) =>
        CallAsync<SwitchesPatch, SwitchesReply>(
            shopper, ShopperActorMethods.PutSwitches, patch, reply => reply.MovedTo, cancellationToken);

    public Task<CartReply> GetCartAsync(ShopperKey shopper, string? minVersion, CancellationToken cancellationToken) =>
        CallAsync<ContextRequest, CartReply>(
            shopper, ShopperActorMethods.GetCart, Read(minVersion), reply => reply.MovedTo, cancellationToken);

    public Task<CartReply> PutCartAsync(ShopperKey shopper, CartPut put, CancellationToken cancellationToken) =>
        CallAsync<CartPut, CartReply>(shopper, ShopperActorMethods.PutCart, put, reply => reply.MovedTo, cancellationToken);

    public Task<TrackedReply> GetTrackedAsync(ShopperKey shopper, string? minVersion, CancellationToken cancellationToken) =>
        CallAsync<ContextRequest, TrackedReply>(
            shopper, ShopperActorMethods.GetTracked, Read(minVersion), reply => reply.MovedTo, cancellationToken);

    public Task<MergeReply> MergeAsync(ShopperKey from, ShopperKey into, string? idempotencyKey, CancellationToken cancellationToken) =>
        port.MergeAsync(new MergeRequest(from.ActorId, into.ActorId, idempotencyKey), cancellationToken);

    private static ContextRequest Read(string? minVersion) => new() { MinVersion = minVersion };

    private async Task<TReply> CallAsync<TRequest, TReply>(
        ShopperKey shopper, string method, TRequest request, Func<TReply, string?> movedTo, CancellationToken cancellationToken)
    {
        var actorId = shopper.ActorId;
        for (var move = 0; move <= MaxMoves; move++)
        {
            var reply = await port.InvokeAsync<TRequest, TReply>(actorId, method, request, cancellationToken);
            profiles.Part.Answered();
            if (movedTo(reply) is not { } next)
            {
                return reply;
            }

            actorId = next;
        }

        throw new PartAwayException(AppIds.Profiles);
    }
}
