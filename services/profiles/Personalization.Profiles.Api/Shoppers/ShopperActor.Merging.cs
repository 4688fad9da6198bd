using Personalization.Profiles.Codec;
using Personalization.Profiles.Idempotency;
using Personalization.Profiles.Merging;

namespace Personalization.Profiles.Api.Shoppers;

/// <summary>The three steps of a merge, each idempotent; the host walks through them, so that no actor ever calls another.</summary>
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

    public async Task<MergeOffer> OfferMergeAsync(MergeStep step)
    {
        if (!await _vault.TryOpenAsync(forTurn: true))
        {
            return new MergeOffer { Source = _id, Available = false };
        }

        if (_vault.State.Merges.MovedTo is null)
        {
            await CommitEventsAsync([]);
            if (!_services.Journal.Pending(_id).IsEmpty)
            {
                return new MergeOffer { Source = _id, Available = false };
            }

            // Armed first: if the process dies between the steps, the reminder takes the merge up again.
            var alias = MergeRules.Alias(_vault.State, step.Target) with { Version = _vault.State.Version + 1 };
            if (!await TryRemindAsync(MergeReminder) || !await _vault.TryCommitAsync(alias, []))
            {
                return new MergeOffer { Source = _id, Available = false };
            }
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
            return new AbsorbReply { Already = true, Version = CurrentVersion() };
        }

        var now = Now.ToUnixTimeMilliseconds();
        var merged = MergeRules.Absorb(_vault.State, offer.Source, StateCodec.FromSnapshot(offer.State), now, Rules) with
        {
            Version = _vault.State.Version + 1,
            Keys = KeyLedger.Add(_vault.State.Keys, offer.IdempotencyKey, KeyLedger.BodyOfMerge(offer.Source), now),
        };
        return await _vault.TryCommitAsync(merged, [])
            ? new AbsorbReply { Version = CurrentVersion() }
            : new AbsorbReply { Available = false };
    }

    public async Task ConfirmMergeAsync(MergeStep step)
    {
        if (await _vault.TryOpenAsync(forTurn: true)
            && _vault.State.Merges is { Delivered: false, MovedTo: { } target }
            && target == step.Target
            && await _vault.TryCommitAsync(MergeRules.Emptied(_vault.State) with { Version = _vault.State.Version + 1 }, []))
        {
            await UnregisterReminderAsync(MergeReminder);
        }
    }
}
