using System.Globalization;
using Microsoft.Extensions.Options;
using Personalization.Decisions.Api.Logging;
using Personalization.Decisions.Api.Serving;
using Personalization.Decisions.Api.State;
using Personalization.Decisions.Api.Telemetry;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Learning;
using Personalization.Decisions.Rewards;

namespace Personalization.Decisions.Api.Rewards;

/// <summary>Joins rewards and activations to their decisions, durably, before they are acknowledged.</summary>
internal sealed class RewardBook(IDecisionsState state, DecisionLog log, DecisionsInstruments instruments, IOptions<DecisionsOptions> options, TimeProvider time)
{
    private const int Attempts = 16;

    public Task<RewardReply> RewardAsync(RewardRequest request, CancellationToken cancellationToken) =>
        ChangeAsync(request.StoreId, request.DecisionId, request.MayBeEarly, (outcome, index) =>
        {
            var reward = new RewardEvent(request.EventId, request.Value, request.At, request.Order, request.TakesBack);
            var (rewards, result) = RewardLedger.Add(outcome.Rewards.GetValueOrDefault(index) ?? [], reward);
            return result switch
            {
                RewardOutcome.Duplicate => (null, new RewardReply(RewardStates.Waiting, Duplicate: true)),
                RewardOutcome.Full => (null, new RewardReply(RewardStates.Full)),
                _ => (outcome.WithRewards(index, rewards), null),
            };
        }, cancellationToken);

    public Task<RewardReply> ActivateAsync(ActivateRequest request, CancellationToken cancellationToken) =>
        ChangeAsync(request.StoreId, request.DecisionId, mayBeEarly: false, (outcome, index) =>
            outcome.Activated.Contains(index) ? (null, new RewardReply(RewardStates.Waiting, Duplicate: true)) : (outcome.WithActivated(index), null), cancellationToken);

    /// <summary>The settings of the slot that a decision was made for, and its reward's name; null when it is not known.</summary>
    public async Task<LoggedSlot?> FindAsync(string store, string decisionId, CancellationToken cancellationToken) =>
        await LocateAsync(store, decisionId, cancellationToken) is { Call: { } call, Index: var index } ? call.Slots[index] : null;

    private async Task<RewardReply> ChangeAsync(
        string store, string decisionId, bool mayBeEarly, Func<CallOutcome, int, (CallOutcome? Changed, RewardReply? Reply)> change, CancellationToken cancellationToken)
    {
        var (id, index, call) = await LocateAsync(store, decisionId, cancellationToken);
        if (call is null && !mayBeEarly)
        {
            instruments.Rewarded(RewardStates.Unknown);
            return new RewardReply(RewardStates.Unknown);
        }

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var (outcome, etag) = await state.GetAsync(StateKeys.Outcome(store, id), StateJson.Default.CallOutcome, cancellationToken);
            outcome ??= new CallOutcome();
            var (changed, reply) = change(outcome, index);
            if (changed is null)
            {
                instruments.Rewarded(reply!.Duplicate ? "duplicate" : reply.State);
                return reply;
            }

            var now = time.GetUtcNow();
            var closes = call is null ? now : call.At + options.Value.Of(call.Slots[index].Slot).Wait;
            var isLate = call is not null && (now >= closes || outcome.Learned.ContainsKey(index));
            var write = StateWrite.Of(StateKeys.Outcome(store, id), changed, StateJson.Default.CallOutcome, etag, call is null ? options.Value.EarlyRewards : options.Value.Retention);

            // A late one is put into the log again in the same transaction, so that whoever learns next finds it, whatever happens to us.
            var isWritten = isLate ? await log.AppendAsync(new CallName(store, id), write, now) : await state.TryCommitAsync([write], cancellationToken);
            if (isWritten)
            {
                var name = call is null ? RewardStates.Early : isLate ? RewardStates.Late : RewardStates.Waiting;
                instruments.Rewarded(name);
                return new RewardReply(name);
            }
        }

        throw new StateUnavailableException(new TimeoutException("The outcome of the decision kept changing, or could not be written."));
    }

    /// <summary>A decision id is its call's id, with the slot's index where the call had several.</summary>
    private async Task<(string Id, int Index, LoggedCall? Call)> LocateAsync(string store, string decisionId, CancellationToken cancellationToken)
    {
        var (whole, _) = await state.GetAsync(StateKeys.Call(store, decisionId), StateJson.Default.LoggedCall, cancellationToken);
        if (whole is not null)
        {
            return (decisionId, 0, whole);
        }

        var mark = decisionId.LastIndexOf(DecisionService.Separator);
        if (mark > 0 && int.TryParse(decisionId.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            var (call, _) = await state.GetAsync(StateKeys.Call(store, decisionId[..mark]), StateJson.Default.LoggedCall, cancellationToken);
            if (call is not null && index < call.Slots.Count)
            {
                return (decisionId[..mark], index, call);
            }
        }

        return (decisionId, 0, null);
    }
}
