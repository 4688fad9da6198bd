using System.Globalization;
using Microsoft.Extensions.Options;
using Personalization.Decisions.Api.Definitions;
using Personalization.Decisions.Api.Logging;
using Personalization.Decisions.Api.Policies;
using Personalization.Decisions.Api.Rules;
using Personalization.Decisions.Api.Scoring;
using Personalization.Decisions.Api.State;
using Personalization.Decisions.Api.Telemetry;
using Personalization.Decisions.Choices;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Deciding;
using Personalization.Decisions.Features;
using Personalization.Decisions.Learning;
using Personalization.Decisions.Models;
using Personalization.Decisions.Rules;

namespace Personalization.Decisions.Api.Serving;

/// <summary>Decides the slots of a call and logs them, before it answers.</summary>
internal sealed class DecisionService(
    SlotModels models, DecisionLog log, IDecisionsState state, DefinitionCopies definitions, RuleKind rules, PolicyKind policies, CapBook caps, ModelServers servers, DecisionsInstruments instruments, IOptions<DecisionsOptions> options, TimeProvider time)
{
    /// <summary>Of a decision that a rule made.</summary>
    public const string PinnedPolicy = "pinned";

    private const int Attempts = 16;

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

        await definitions.EnsureLoadedAsync(cancellationToken);
        var now = time.GetUtcNow();
        var inForce = InForce(request, now);
        var wants = inForce?.Any(rules => rules?.Any(rule => rule.WantsFacts) == true) == true;
        if (wants && request.Facts is null)
        {
            return new DecideReply { Facts = FactsStates.Wanted };
        }

        var call = new Call(request, request.RequestId ?? "d" + Guid.CreateVersion7(now).ToString("N"), now, inForce, await servers.ScoreAsync(request, options.Value.Of, cancellationToken));
        for (var attempt = 1; ; attempt++)
        {
            using var counts = inForce is null ? null : await caps.OpenAsync(request, inForce, now, cancellationToken);
            var plan = await DecideSlotsAsync(call, counts, cancellationToken);
            if (plan.Decisions.Count == 0 || await LogAsync(call, plan, counts?.Writes() ?? []))
            {
                instruments.Decided(plan.Decisions, time.GetElapsedTime(started));
                return plan.Reply with { Facts = request.Facts is not null && !wants ? FactsStates.Unused : null };
            }

            // The id was taken a moment ago, a count of what was shown changed, or the state is away: reading says which.
            if (request.RequestId is { } mine && await FindAsync(request, mine, cancellationToken) is { } taken)
            {
                return taken;
            }

            if (counts is null || counts.Writes().Count == 0 || attempt == Attempts)
            {
                throw new StateUnavailableException(new IOException("The call could not be logged."));
            }
        }
    }

    private Task<bool> LogAsync(Call call, Plan plan, IReadOnlyList<StateWrite> counts)
    {
        var request = call.Request;
        var logged = new LoggedCall
        {
            At = call.Now,
            Deferred = request.Deferred,
            Digest = request.Digest,
            Context = request.Context,
            Slots = plan.Logged,
            Reply = request.RequestId is null ? null : plan.Reply,
        };
        return log.AppendAsync(new CallName(request.StoreId, call.Id), logged, call.Now + plan.Logged.Max(slot => options.Value.Of(slot.Slot).Wait), counts);
    }

    /// <summary>The rules in force in each slot; null where there are none in any.</summary>
    private IReadOnlyList<Rule>?[]? InForce(DecideRequest request, DateTimeOffset now)
    {
        var set = rules.Of(request.StoreId);
        if (set.Rules.Count == 0)
        {
            return null;
        }

        IReadOnlyList<Rule>?[] inForce = [.. request.Slots.Select(slot => set.InForce(slot.Name, now))];
        return Array.TrueForAll(inForce, slot => slot is null) ? null : inForce;
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
            var space = FeatureSpace.Of(settings.Model);
            foreach (var item in slot.Items)
            {
                model.Learn(item.Id, SlotDecider.Encode(space, request.Context, item.Features), 1, now);
            }

            decisions.Add(SlotDecider.Decide(slot, request.Context, settings, model, "rehearsal", Lottery.Seed("rehearsal", slot.Name), now).Decided);
        }

        return new DecideReply { Decisions = decisions };
    }

    private async Task<Plan> DecideSlotsAsync(Call call, CapSession? counts, CancellationToken cancellationToken)
    {
        var (plan, request) = (new Plan(), call.Request);
        var scene = call.InForce is null ? null : new RuleScene(request.Facts, call.Now);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (at, asked) in request.Slots.Index())
        {
            var free = request.AllowRepeats || taken.Count == 0 ? asked : asked with { Items = [.. asked.Items.Where(item => !taken.Contains(item.Id))] };
            var verdict = free.Items.Count > 0 && call.InForce?[at] is { } inForce ? RuleSet.Judge(inForce, free, scene!, counts is null ? null : counts.IsFull) : null;
            ItemVerdict[]? offered = verdict is null ? null : [.. verdict.Items.Where(item => item.Eligible)];
            var slot = offered is null ? free : free with { Items = [.. offered.Select(item => item.Item)] };
            if (slot.Items.Count == 0)
            {
                (free.Items.Count == 0 ? plan.Exhausted : plan.Barred).Add(slot.Name);
                continue;
            }

            var decisionId = request.Slots.Count == 1 ? call.Id : string.Create(CultureInfo.InvariantCulture, $"{call.Id}{Separator}{plan.Logged.Count}");
            if (offered is not null && Array.Find(offered, item => item == verdict!.Pinned) is { } pinned)
            {
                plan.Add(Pinned(slot.Name, pinned, verdict!.PinnedBy!, decisionId), slot with { Items = [pinned.Item] });
            }
            else if (await models.GetAsync(request.StoreId, slot.Name, cancellationToken) is { } model)
            {
                var (settings, ramp) = policies.Of(request.StoreId, slot.Name);
                double[]? boosts = offered?.Any(item => item.Boost != 0) == true ? [.. offered.Select(item => item.Boost)] : null;
                double[]? scores = call.Scores?.GetValueOrDefault(slot.Name) is { } served ? [.. slot.Items.Select(item => served[item.Id])] : null;
                var influences = boosts is null && scores is null && ramp is null ? SlotInfluences.None : new SlotInfluences { Boosts = boosts, Scores = scores, Ramp = ramp };
                var decided = model.Decide(slot, request.Context, settings, decisionId, Lottery.Seed(call.Id, slot.Name), call.Now, influences, request.MostRanked);
                plan.Add(boosts is null ? decided : decided with { Decided = Told(decided.Decided, offered!) }, slot);
            }
            else
            {
                plan.Exhausted.Add(slot.Name);
                continue;
            }

            var selected = plan.Decisions[^1].Selected;
            taken.Add(selected);
            if (counts is not null && Array.Find(offered ?? [], item => item.Item.Id == selected) is { } shown)
            {
                counts.Take(shown);
            }
        }

        return plan;
    }

    /// <summary>A rule chose: nothing was explored, and no other policy could have chosen otherwise.</summary>
    private static SlotDecision Pinned(string slot, ItemVerdict item, Rule rule, string id) => new(new DecidedSlot
    {
        Slot = slot,
        DecisionId = id,
        Selected = item.Item.Id,
        Propensity = 1,
        Confidence = 1,
        Reasons = [$"pinned by rule '{rule.Name}'"],
        Ranking = [new RankedItem(item.Item.Id, 0, 1)],
        Policy = PinnedPolicy,
    }, [1], 0);

    /// <summary>Says which rules pushed what was selected.</summary>
    private static DecidedSlot Told(DecidedSlot decided, ItemVerdict[] offered)
    {
        var selected = Array.Find(offered, item => item.Item.Id == decided.Selected)!;
        return decided with
        {
            Reasons =
            [
                .. decided.Reasons,
                .. selected.Rules.Where(rule => rule.Definition.Boost is not null)
                    .Select(rule => string.Create(CultureInfo.InvariantCulture, $"rule '{rule.Name}' {(rule.Definition.Boost > 0 ? "speaks for" : "speaks against")} it ({rule.Definition.Boost:+0.###;-0.###})")),
            ],
        };
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

    private sealed record Call(DecideRequest Request, string Id, DateTimeOffset Now, IReadOnlyList<Rule>?[]? InForce, IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>>? Scores);

    /// <summary>What is going to be answered and logged.</summary>
    private sealed class Plan
    {
        public List<DecidedSlot> Decisions { get; } = [];

        public List<LoggedSlot> Logged { get; } = [];

        public List<string> Exhausted { get; } = [];

        public List<string> Barred { get; } = [];

        public DecideReply Reply => new() { Decisions = Decisions, Exhausted = Exhausted, Barred = Barred };

        public void Add(SlotDecision decision, DecideSlot slot)
        {
            Decisions.Add(decision.Decided);
            Logged.Add(new LoggedSlot(slot.Name, slot.Items, decision.Probabilities, decision.Chosen));
        }
    }
}
