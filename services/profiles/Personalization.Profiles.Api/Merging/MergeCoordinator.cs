using Personalization.Abstractions.Identity;
using Personalization.Profiles.Api.Shoppers;
using Personalization.Profiles.Api.Telemetry;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.Merging;

namespace Personalization.Profiles.Api.Merging;

/// <summary>
/// Walks a merge through its steps: both shoppers note it, the source becomes an alias and offers what it holds, the target absorbs it, the
/// source empties itself. Each step is a turn of one actor and may be repeated; what a crash leaves, either side takes up again. A merge that
/// finds another in its way completes that one first, whoever began it: so of two opposite merges exactly one takes place.
/// </summary>
internal sealed class MergeCoordinator(IShopperCalls shoppers, ProfilesInstruments instruments)
{
    /// <summary>Merges of merges.</summary>
    private const int LongestChain = 16;

    /// <summary>How often a merge begins anew because another was in its way.</summary>
    private const int MostAttempts = 6;

    /// <summary>Merges in the way of merges in the way.</summary>
    private const int DeepestHelp = 3;

    public async Task<MergeReply> MergeAsync(MergeRequest request, CancellationToken cancellationToken)
    {
        var reply = Fault(request) is { } fault
            ? new MergeReply { Outcome = MergeOutcomes.Refused, Detail = fault }
            : await WalkAsync(request, DeepestHelp, cancellationToken);
        instruments.Merged(reply.Outcome);
        return reply;
    }

    private static string? Fault(MergeRequest request)
    {
        if (!TryParse(request.From, out var from) || !TryParse(request.Into, out var into))
        {
            return "'from' and 'into' must be actor ids of shoppers.";
        }

        if (from.Store != into.Store)
        {
            return "Both shoppers must be of one store.";
        }

        return from == into ? "A shopper cannot be merged into itself." : null;
    }

    private static bool TryParse(string actorId, out ShopperKey key)
    {
        try
        {
            key = ShopperKey.FromActorId(actorId);
            return true;
        }
        catch (FormatException)
        {
            key = default;
            return false;
        }
    }

    private async Task<MergeReply> WalkAsync(MergeRequest request, int help, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var source = await shoppers.ProbeMergeAsync(request.From, new MergeProbe(request.From, null), cancellationToken);
            if (!source.Available)
            {
                return Unavailable();
            }

            var (reply, inTheWay) = source.MovedTo is { } movedTo
                ? (await MovedAsync(movedTo, request, cancellationToken), null)
                : await BeginAsync(request, cancellationToken);
            if (reply is not null)
            {
                return reply;
            }

            // Either a merge is in the way, which is completed here whoever began it, or one was completed meanwhile: both ways the shoppers stand otherwise now.
            if (inTheWay is not null
                && (help == 0 || (await WalkAsync(new MergeRequest(inTheWay.Source, inTheWay.Target), help - 1, cancellationToken)).Outcome == MergeOutcomes.Unavailable))
            {
                return Unavailable();
            }
        }

        return Unavailable();
    }

    /// <summary>The shopper behind the target's aliases, or why there is none.</summary>
    private async Task<Footing> FootingAsync(string target, MergeRequest request, CancellationToken cancellationToken)
    {
        for (var moves = 0; moves <= LongestChain; moves++)
        {
            var footing = await shoppers.ProbeMergeAsync(target, new MergeProbe(request.From, request.IdempotencyKey), cancellationToken);
            if (!footing.Available)
            {
                return new Footing(target, Unavailable());
            }

            if (footing.KeyConflict)
            {
                return new Footing(target, Conflict("The Idempotency-Key was used for another merge; send a new one."));
            }

            if (footing.MovedTo is not { } next)
            {
                return new Footing(target);
            }

            if (next == request.From)
            {
                return new Footing(target, Conflict("The target was itself merged into the source."), LeadsBack: true);
            }

            target = next;
        }

        return new Footing(target, Conflict("The target is the alias of too many shoppers."));
    }

    /// <summary>A source and a target of their own: both note the merge, in the order of their ids, then it takes place. No reply: begin anew.</summary>
    private async Task<(MergeReply? Reply, MergeClaim? InTheWay)> BeginAsync(MergeRequest request, CancellationToken cancellationToken)
    {
        var target = await FootingAsync(request.Into, request, cancellationToken);
        if (target.LeadsBack)
        {
            return (await NeverAsync(request, target.Refusal!, cancellationToken), null);
        }

        if (target.Refusal is not null)
        {
            return (target.Refusal, null);
        }

        var step = new MergeStep(request.From, target.Shopper);
        string[] sides = string.CompareOrdinal(step.Source, step.Target) < 0 ? [step.Source, step.Target] : [step.Target];
        for (var i = 0; i < sides.Length; i++)
        {
            var footing = await shoppers.ClaimMergeAsync(sides[i], step, cancellationToken);
            if (!footing.Available)
            {
                return (Unavailable(), null);
            }

            if (footing.MovedTo is not null || footing.InTheWay is not null)
            {
                await ReleaseAsync(sides[..i], step, cancellationToken);
                return (null, footing.InTheWay);
            }
        }

        var offer = await shoppers.OfferMergeAsync(step.Source, step, cancellationToken);
        if (!offer.Available)
        {
            return (Unavailable(), null);
        }

        if (offer.InTheWay is not null || offer.MovedTo != step.Target)
        {
            await ReleaseAsync([step.Target, .. sides.Where(side => side != step.Target)], step, cancellationToken);
            return (null, offer.InTheWay);
        }

        return (await DeliverAsync(offer, step, request, cancellationToken), null);
    }

    /// <summary>The source is an alias: of the target, directly or by way of others, or of someone else. No reply: begin anew.</summary>
    private async Task<MergeReply?> MovedAsync(string movedTo, MergeRequest request, CancellationToken cancellationToken)
    {
        var behind = await FootingAsync(movedTo, new MergeRequest(request.From, movedTo), cancellationToken);
        if (behind.LeadsBack)
        {
            // An alias of its own alias holds its data still: it is a shopper of its own.
            await ReleaseAsync([request.From], new MergeStep(request.From, movedTo, Undo: true), cancellationToken);
            return null;
        }

        var target = await FootingAsync(request.Into, request, cancellationToken);
        if ((behind.Refusal ?? (target.LeadsBack ? null : target.Refusal)) is { } refusal)
        {
            return refusal;
        }

        if (behind.Shopper != target.Shopper)
        {
            return await NeverAsync(request, Conflict("The source was merged into another shopper before."), cancellationToken);
        }

        var offer = await shoppers.OfferMergeAsync(request.From, new MergeStep(request.From, movedTo), cancellationToken);
        return offer.Available ? await DeliverAsync(offer, new MergeStep(request.From, behind.Shopper), request, cancellationToken) : Unavailable();
    }

    private async Task<MergeReply?> DeliverAsync(MergeOffer offer, MergeStep step, MergeRequest request, CancellationToken cancellationToken)
    {
        var absorbed = await shoppers.AbsorbAsync(step.Target, offer with { IdempotencyKey = request.IdempotencyKey }, cancellationToken);
        if (!absorbed.Available)
        {
            return Unavailable();
        }

        if (absorbed.MovedTo is not null)
        {
            return null;
        }

        if (!offer.Delivered)
        {
            await shoppers.ConfirmMergeAsync(step.Source, step with { Target = offer.MovedTo! }, cancellationToken);
        }

        return new MergeReply { Outcome = absorbed.Already ? MergeOutcomes.Already : MergeOutcomes.Merged, Version = absorbed.Version };
    }

    /// <summary>A merge that cannot take place any more: what was noted of it before a crash is forgotten.</summary>
    private async Task<MergeReply> NeverAsync(MergeRequest request, MergeReply reply, CancellationToken cancellationToken)
    {
        await ReleaseAsync([request.From, request.Into], new MergeStep(request.From, request.Into), cancellationToken);
        return reply;
    }

    private async Task ReleaseAsync(IEnumerable<string> sides, MergeStep step, CancellationToken cancellationToken)
    {
        foreach (var side in sides)
        {
            await shoppers.ReleaseMergeAsync(side, step, cancellationToken);
        }
    }

    /// <param name="Shopper">Actor id.</param>
    /// <param name="Refusal">Why it cannot be the target.</param>
    /// <param name="LeadsBack">Its aliases lead to the source.</param>
    private sealed record Footing(string Shopper, MergeReply? Refusal = null, bool LeadsBack = false);

    private static MergeReply Conflict(string detail) => new() { Outcome = MergeOutcomes.Conflict, Detail = detail };

    private static MergeReply Unavailable() =>
        new() { Outcome = MergeOutcomes.Unavailable, Detail = "The state store is away, or other merges of these shoppers are under way; the merge goes on when it is repeated." };
}
