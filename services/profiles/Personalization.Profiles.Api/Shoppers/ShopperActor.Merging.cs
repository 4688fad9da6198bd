using Personalization.Profiles.Codec;
using Personalization.Profiles.Merging;

namespace Personalization.Profiles.Api.Shoppers;

/// <summary>The three steps of a merge, each idempotent; the host walks through them, so that no actor ever calls another.</summary>
internal sealed partial class ShopperActor
{
    private const string MergeReminder = "merge";

    public async Task<MergeOffer> GetAliasAsync() => await _vault.TryOpenAsync(forTurn: false)
        ? new MergeOffer { Source = _id, MovedTo = _vault.State.Merges.MovedTo, Delivered = _vault.State.Merges.Delivered }
        : new MergeOffer { Source = _id, Available = false };

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
            await RegisterReminderAsync(MergeReminder, null, _services.Options.Value.SweepDue, _services.Options.Value.SweepPeriod);
            var alias = MergeRules.Alias(_vault.State, step.Target) with { Version = _vault.State.Version + 1 };
            if (!await _vault.TryCommitAsync(alias, []))
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

        var merged = MergeRules.Absorb(_vault.State, offer.Source, StateCodec.FromSnapshot(offer.State), Now.ToUnixTimeMilliseconds(), Rules);
        return await _vault.TryCommitAsync(merged with { Version = _vault.State.Version + 1 }, [])
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
