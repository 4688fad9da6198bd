using Personalization.Profiles.Codec;
using Personalization.Profiles.Idempotency;
using Personalization.Profiles.Merging;

namespace Personalization.Profiles.Api.Shoppers;

/// <summary>The steps of a merge, each idempotent; the host walks through them, so that no actor ever calls another.</summary>
internal sealed partial class ShopperActor
{
    private const string MergeReminder = "merge";

    public async Task<MergeFooting> ProbeMergeAsync(MergeProbe probe) => await _vault.TryOpenAsync(forTurn: true)
        ? new MergeFooting
        {
            MovedTo = _vault.State.Merges.MovedTo,
            KeyConflict = KeyLedger.Check(_vault.State.Keys, probe.IdempotencyKey, KeyLedger.BodyOfMerge(probe.Source), Now.ToUnixTimeMilliseconds()) == KeyVerdict.Conflict,
        }
        : new MergeFooting { Available = false };

    public async Task<MergeFooting> ClaimMergeAsync(MergeStep step)
    {
        if (!await _vault.TryOpenAsync(forTurn: true))
        {
            return new MergeFooting { Available = false };
        }

        var claim = new MergeClaim(step.Source, step.Target);
        if (_vault.State.Merges.MovedTo is { } target)
        {
            return new MergeFooting { MovedTo = target };
        }

        if (MergeRules.InTheWay(_vault.State, _id, claim) is { } other)
        {
            return new MergeFooting { InTheWay = other };
        }

        if (_vault.State.Merges.Claims.Contains(claim))
        {
            return new MergeFooting();
        }

        // Armed first: if the process dies between the steps, the reminder takes the merge up again.
        return new MergeFooting { Available = await TryRemindAsync(MergeReminder) && await _vault.TryCommitAsync(MergeRules.Claimed(_vault.State, claim), []) };
    }

    public async Task ReleaseMergeAsync(MergeStep step)
    {
        if (!await _vault.TryOpenAsync(forTurn: true))
        {
            return;
        }

        var released = MergeRules.Released(_vault.State, new MergeClaim(step.Source, step.Target));
        if (step.Undo && _id == step.Source && released.Merges is { Delivered: false, MovedTo: { } target } && target == step.Target)
        {
            released = MergeRules.Unaliased(released) with { Version = released.Version + 1 };
        }

        if (!ReferenceEquals(released, _vault.State) && await _vault.TryCommitAsync(released, []))
        {
            await DisarmMergesAsync();
        }
    }

    public async Task<MergeOffer> OfferMergeAsync(MergeStep step)
    {
        if (!await _vault.TryOpenAsync(forTurn: true))
        {
            return new MergeOffer { Source = _id, Available = false };
        }

        if (_vault.State.Merges.MovedTo is null)
        {
            var claim = new MergeClaim(step.Source, step.Target);
            if (MergeRules.InTheWay(_vault.State, _id, claim) is { } other)
            {
                return new MergeOffer { Source = _id, InTheWay = other };
            }

            await CommitEventsAsync([]);
            if (!_services.Journal.Pending(_id).IsEmpty)
            {
                return new MergeOffer { Source = _id, Available = false };
            }

            var alias = MergeRules.Alias(_vault.State, step.Target) with { Version = _vault.State.Version + 1 };
            var isArmed = _vault.State.Merges.Claims.Contains(claim) || await TryRemindAsync(MergeReminder);
            if (!isArmed || !await _vault.TryCommitAsync(alias, []))
            {
                return new MergeOffer { Source = _id, Available = false };
            }

            Announce();
        }

        var merges = _vault.State.Merges;
        return new MergeOffer
        {
            Source = _id,
            MovedTo = merges.MovedTo,
            Delivered = merges.Delivered,
            State = merges.Delivered ? null : StateCodec.Snapshot(_vault.State),
        };
    }

    public async Task<AbsorbReply> AbsorbAsync(MergeOffer offer)
    {
        if (!await _vault.TryOpenAsync(forTurn: true))
        {
            return new AbsorbReply { Available = false };
        }

        if (_vault.State.Merges.MovedTo is { } target)
        {
            return new AbsorbReply { MovedTo = target };
        }

        if (MergeRules.HasAbsorbed(_vault.State, offer.Source) || offer.State is null)
        {
            return await ForgetClaimsOfAsync(offer.Source)
                ? new AbsorbReply { Already = true, Version = CurrentVersion() }
                : new AbsorbReply { Available = false };
        }

        var now = Now.ToUnixTimeMilliseconds();
        var merged = MergeRules.Absorb(_vault.State, offer.Source, StateCodec.FromSnapshot(offer.State), now, Rules) with
        {
            Version = _vault.State.Version + 1,
            Keys = KeyLedger.Add(_vault.State.Keys, offer.IdempotencyKey, KeyLedger.BodyOfMerge(offer.Source), now),
        };
        if (!await _vault.TryCommitAsync(merged, []))
        {
            return new AbsorbReply { Available = false };
        }

        await DisarmMergesAsync();
        Announce();
        return new AbsorbReply { Version = CurrentVersion() };
    }

    public async Task ConfirmMergeAsync(MergeStep step)
    {
        if (await _vault.TryOpenAsync(forTurn: true)
            && _vault.State.Merges is { Delivered: false, MovedTo: { } target }
            && target == step.Target
            && await _vault.TryCommitAsync(MergeRules.Emptied(_vault.State) with { Version = _vault.State.Version + 1 }, []))
        {
            await DisarmMergesAsync();
        }
    }

    /// <summary>Notes of merges from a source that is taken over already, as a crash may leave them. False: the state store is away.</summary>
    private async Task<bool> ForgetClaimsOfAsync(string source)
    {
        var claims = _vault.State.Merges.Claims.RemoveAll(claim => claim.Source == source);
        if (claims.Length == _vault.State.Merges.Claims.Length)
        {
            return true;
        }

        if (!await _vault.TryCommitAsync(_vault.State with { Merges = _vault.State.Merges with { Claims = claims } }, []))
        {
            return false;
        }

        await DisarmMergesAsync();
        return true;
    }

    /// <summary>True while a merge of this shopper has to be taken up again when the process dies.</summary>
    private bool IsMerging => _vault.State.Merges is { Claims.IsEmpty: false } or { MovedTo: not null, Delivered: false };

    private async Task DisarmMergesAsync()
    {
        if (IsMerging)
        {
            return;
        }

        try
        {
            await UnregisterReminderAsync(MergeReminder);
        }
        catch (Exception failure)
        {
            // The sidecar's edge: when the reminder is due it finds nothing to take up, and disarms itself.
            LogDisarmFailed(Logger, failure.GetType().Name);
        }
    }

    /// <summary>Hands what is not finished to the host, which walks through the steps outside of any turn.</summary>
    private async Task ResumeMergesAsync()
    {
        foreach (var claim in _vault.State.Merges.Claims)
        {
            _services.Merges.Add(claim.Source, claim.Target);
        }

        Alias();

        // Finished just before a crash, or begun and not committed: then nothing is left to take up.
        await DisarmMergesAsync();
    }
}
