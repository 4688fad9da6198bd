using Personalization.Abstractions.Identity;
using Personalization.Profiles.Api.Shoppers;
using Personalization.Profiles.Api.Telemetry;
using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Api.Merging;

/// <summary>Walks a merge through its steps: the source offers, the target absorbs, the source empties itself. Each step may be repeated.</summary>
internal sealed class MergeCoordinator(IShopperCalls shoppers, ProfilesInstruments instruments)
{
    private const int LongestChain = 8;

    public async Task<MergeReply> MergeAsync(MergeRequest request, CancellationToken cancellationToken)
    {
        var reply = Fault(request) is { } fault
            ? new MergeReply { Outcome = MergeOutcomes.Refused, Detail = fault }
            : await WalkAsync(request, cancellationToken);
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

    private async Task<MergeReply> WalkAsync(MergeRequest request, CancellationToken cancellationToken)
    {
        var target = request.Into;
        for (var step = 0; ; step++)
        {
            var footing = await shoppers.ProbeMergeAsync(target, new MergeProbe(request.From, request.IdempotencyKey), cancellationToken);
            if (!footing.Available)
            {
                return Unavailable();
            }

            if (footing.KeyConflict)
            {
                return new MergeReply { Outcome = MergeOutcomes.Conflict, Detail = "The Idempotency-Key was used for another merge; send a new one." };
            }

            if (footing.MovedTo is not { } next)
            {
                break;
            }

            if (next == request.From || step == LongestChain)
            {
                return new MergeReply { Outcome = MergeOutcomes.Refused, Detail = "The target was itself merged into the source." };
            }

            target = next;
        }

        var offer = await shoppers.OfferMergeAsync(request.From, new MergeStep(target), cancellationToken);
        if (!offer.Available)
        {
            return Unavailable();
        }

        if (offer.MovedTo != target && offer.MovedTo != request.Into)
        {
            return new MergeReply { Outcome = MergeOutcomes.Conflict, Detail = "The source was merged into another shopper before." };
        }

        var absorbed = await shoppers.AbsorbAsync(target, offer with { IdempotencyKey = request.IdempotencyKey }, cancellationToken);
        if (!absorbed.Available || absorbed.MovedTo is not null)
        {
            return Unavailable();
        }

        if (!offer.Delivered)
        {
            await shoppers.ConfirmMergeAsync(request.From, new MergeStep(offer.MovedTo!), cancellationToken);
        }

        return new MergeReply { Outcome = absorbed.Already ? MergeOutcomes.Already : MergeOutcomes.Merged, Version = absorbed.Version };
    }

    private static MergeReply Unavailable() => new() { Outcome = MergeOutcomes.Unavailable, Detail = "The state store is away; the merge goes on when it is repeated." };
}
