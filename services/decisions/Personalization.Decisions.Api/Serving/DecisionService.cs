using System.Globalization;
using Microsoft.Extensions.Options;
using Personalization.Decisions.Api.Logging;
using Personalization.Decisions.Api.State;
using Personalization.Decisions.Api.Telemetry;
using Personalization.Decisions.Choices;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Deciding;
using Personalization.Decisions.Features;
using Personalization.Decisions.Learning;
using Personalization.Decisions.Models;

namespace Personalization.Decisions.Api.Serving;

/// <summary>Decides the slots of a call and logs them, before it answers.</summary>
internal sealed class DecisionService(SlotModels models, DecisionLog log, IDecisionsState state, DecisionsInstruments instruments, IOptions<DecisionsOptions> options, TimeProvider time)
{
    /// <summary>Parts the index of a slot from the call's id.</summary>
    public const char Separator = '~';

    /// <exception cref="StateUnavailableException">Nothing was decided: the log cannot take it.</exception>
    public async Task<DecideReply> DecideAsync(DecideRequest request, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        if (request.Rehearsal)
        {
            return Rehearse(request);
        }

        if (request.RequestId is { } known && await FindAsync(request, known, cancellationToken) is { } before)
        {
            return before;
        }

        var now = time.GetUtcNow();
        var id = request.RequestId ?? "d" + Guid.CreateVersion7(now).ToString("N");
        var (decisions, exhausted, logged) = await DecideSlotsAsync(request, id, now, cancellationToken);
        var reply = new DecideReply { Decisions = decisions, Exhausted = exhausted };
        if (decisions.Count > 0)
        {
            var call = new LoggedCall
            {
                At = now,
                Deferred = request.Deferred,
                Digest = request.Digest,
                Context = request.Context,
                Slots = logged,
                Reply = request.RequestId is null ? null : reply,
            };
            var due = now + logged.Max(slot => options.Value.Of(slot.Slot).Wait);
            if (!await log.AppendAsync(new CallName(request.StoreId, id), call, due))
            {
                // The id was taken a moment ago, or the state is away: reading says which.
                return (request.RequestId is { } mine ? await FindAsync(request, mine, cancellationToken) : null)
                    ?? throw new StateUnavailableException(new IOException("The call could not be logged."));
            }
        }

        instruments.Decided(decisions, time.GetElapsedTime(started));
        return reply;
    }

    /// <summary>Decides as for a shopper, by a model of its own that saw each item once.</summary>
    private DecideReply Rehearse(DecideRequest request)
    {
        var now = time.GetUtcNow();
        List<DecidedSlot> decisions = [];
        foreach (var slot in request.Slots)
        {
            var settings = options.Value.Of(slot.Name);
            var model = new BanditModel(settings.Model);
            var space = new FeatureSpace(settings.Model.Dimensions, settings.Model.Features);
            foreach (var item in slot.Items)
            {
                model.Learn(item.Id, SlotDecider.Encode(space, request.Context, item.Features), 1, now);
            }

            decisions.Add(SlotDecider.Decide(slot, request.Context, settings, model, "rehearsal", Lottery.Seed("rehearsal", slot.Name), now));
        }

        return new DecideReply { Decisions = decisions };
    }

    private async Task<(List<DecidedSlot> Decisions, List<string> Exhausted, List<LoggedSlot> Logged)> DecideSlotsAsync(
        DecideRequest request, string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<DecidedSlot> decisions = [];
        List<string> exhausted = [];
        List<LoggedSlot> logged = [];
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var asked in request.Slots)
        {
            var slot = request.AllowRepeats || taken.Count == 0 ? asked : asked with { Items = [.. asked.Items.Where(item => !taken.Contains(item.Id))] };
            if (slot.Items.Count == 0 || await models.GetAsync(request.StoreId, slot.Name, cancellationToken) is not { } model)
            {
                exhausted.Add(slot.Name);
                continue;
            }

            var decisionId = request.Slots.Count == 1 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}{Separator}{logged.Count}");
            var decided = model.Decide(slot, request.Context, options.Value.Of(slot.Name), decisionId, Lottery.Seed(id, slot.Name), now);
            decisions.Add(decided);
            taken.Add(decided.Selected);
            var probabilities = decided.Ranking.ToDictionary(item => item.Id, item => item.Probability);
            logged.Add(new LoggedSlot(
                slot.Name, slot.Items, [.. slot.Items.Select(item => probabilities[item.Id])], slot.Items.Index().First(item => item.Item.Id == decided.Selected).Index));
        }

        return (decisions, exhausted, logged);
    }

    private async Task<DecideReply?> FindAsync(DecideRequest request, string id, CancellationToken cancellationToken)
    {
        var (call, _) = await state.GetAsync(StateKeys.Call(request.StoreId, id), StateJson.Default.LoggedCall, cancellationToken);
        if (call is null)
        {
            return null;
        }

        return call.Digest == request.Digest && call.Reply is { } reply ? reply with { Repeated = true } : new DecideReply { Conflict = true };
    }
}
