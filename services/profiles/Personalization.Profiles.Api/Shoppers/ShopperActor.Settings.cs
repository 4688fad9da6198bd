using Personalization.Profiles.Carts;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.Idempotency;

namespace Personalization.Profiles.Api.Shoppers;

/// <summary>What the shopper sets: switches and cart.</summary>
internal sealed partial class ShopperActor
{
    public async Task<SwitchesReply> GetSwitchesAsync(ContextRequest request)
    {
        var seen = await SeeAsync(request.MinVersion);
        return seen.MovedTo is { } target
            ? new SwitchesReply { MovedTo = target }
            : new SwitchesReply { Switches = seen.State.Switches, Version = seen.Version, Degraded = seen.Reason is not null, Reason = seen.Reason };
    }

    public async Task<SwitchesReply> PutSwitchesAsync(SwitchesPatch patch)
    {
        if (!await _vault.TryOpenAsync(forTurn: true))
        {
            return new SwitchesReply { Switches = _vault.State.Switches, Durable = false, Degraded = true, Reason = Reasons.StateUnavailable };
        }

        if (Alias() is { } target)
        {
            return new SwitchesReply { MovedTo = target };
        }

        var now = Now.ToUnixTimeMilliseconds();
        var body = KeyLedger.BodyOf(patch);
        var verdict = KeyLedger.Check(_vault.State.Keys, patch.IdempotencyKey, body, now);
        if (verdict != KeyVerdict.New)
        {
            return new SwitchesReply { Switches = _vault.State.Switches, Version = CurrentVersion(), Conflict = verdict == KeyVerdict.Conflict };
        }

        var switches = new PersonalizationSwitches
        {
            Enabled = patch.Enabled ?? _vault.State.Switches.Enabled,
            Features = FeatureNames.All.ToDictionary(
                name => name,
                name => patch.Features is { } named && named.TryGetValue(name, out var on) ? on : !_vault.State.Switches.Features.TryGetValue(name, out var was) || was),
        };
        var after = _vault.State with { Switches = switches, Version = _vault.State.Version + 1, Keys = KeyLedger.Add(_vault.State.Keys, patch.IdempotencyKey, body, now) };
        var before = _vault.State.Switches;
        if (!await _vault.TryCommitAsync(after, []))
        {
            return new SwitchesReply { Switches = _vault.State.Switches, Durable = false, Degraded = true, Reason = Reasons.StateUnavailable };
        }

        _services.Instruments.SwitchesChanged(before, switches);
        Announce();
        return new SwitchesReply { Switches = switches, Version = CurrentVersion() };
    }

    public async Task<CartReply> GetCartAsync(ContextRequest request)
    {
        // A cart's own version is one that a reader may demand of it, too.
        var ofCart = CartRules.TryParseVersion(request.MinVersion);
        var seen = await SeeAsync(ofCart is null ? request.MinVersion : null, whole: true);
        if (seen.MovedTo is { } target)
        {
            return new CartReply { MovedTo = target };
        }

        var reason = seen.Reason ?? (ofCart > seen.State.Cart.Version ? Reasons.VersionNotReached : null);
        return new CartReply
        {
            Cart = CartRules.View(seen.State.Cart, Now.ToUnixTimeMilliseconds(), Rules.Options) with { Degraded = reason is null ? null : true, Reason = reason },
            Durable = reason != Reasons.StateUnavailable,
        };
    }

    public async Task<CartReply> PutCartAsync(CartPut put)
    {
        if (!await _vault.TryOpenAsync(forTurn: true))
        {
            return new CartReply { Accepted = false, Durable = false };
        }

        if (Alias() is { } target)
        {
            return new CartReply { MovedTo = target };
        }

        if (!CartRules.Matches(_vault.State.Cart, put.IfMatch))
        {
            return new CartReply { Cart = CartView(), Conflict = true };
        }

        var cart = CartRules.Replace(_vault.State.Cart, put.Items, Now.ToUnixTimeMilliseconds());
        return await _vault.TryCommitAsync(_vault.State with { Cart = cart, Version = _vault.State.Version + 1 }, [])
            ? new CartReply { Cart = CartView() }
            : new CartReply { Accepted = false, Durable = false };
    }

    private CartView CartView() => CartRules.View(_vault.State.Cart, Now.ToUnixTimeMilliseconds(), Rules.Options);
}
