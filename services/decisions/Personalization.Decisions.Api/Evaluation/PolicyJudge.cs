using Personalization.Abstractions.Problems;
using Personalization.Decisions.Api.Logging;
using Personalization.Decisions.Api.Policies;
using Personalization.Decisions.Api.State;
using Personalization.Decisions.Choices;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Deciding;
using Personalization.Decisions.Features;
using Personalization.Decisions.Learning;
using Personalization.Decisions.OffPolicy;
using Personalization.Hosting.Problems;

namespace Personalization.Decisions.Api.Evaluation;

/// <summary>Judges settings of a slot by the newest decisions of its log.</summary>
internal sealed class PolicyJudge(IDecisionsState state, PolicyKind policies)
{
    /// <summary>Of the slot, the newest ones; more would not be read in the time of one call.</summary>
    private const int MostDecisions = 10_000;

    private const int FewestDecisions = 2;

    /// <exception cref="ProblemException">The settings cannot be: every fault is named.</exception>
    public async Task<EvaluateReply> JudgeAsync(EvaluateRequest request, CancellationToken cancellationToken)
    {
        var candidate = Candidate(request);
        var log = await ReadAsync(request.StoreId, request.Slot, cancellationToken);
        if (log.Count < FewestDecisions)
        {
            return new EvaluateReply { Decisions = log.Count, EffectiveSampleSize = 0, MeanWeight = 0, Overlap = "refused", Warning = "the log has no learned decisions of this slot yet", Promotable = false };
        }

        var report = LogJudge.Judge(log, candidate, new OffPolicyOptions { Confidence = request.Confidence ?? 0.95 });
        return new EvaluateReply
        {
            Decisions = report.Decisions,
            EffectiveSampleSize = report.EffectiveSampleSize,
            MeanWeight = report.MeanWeight,
            Overlap = report.Overlap switch
            {
                Overlap.Enough => "enough",
                Overlap.Low => "low",
                _ => "refused",
            },
            Warning = report.Warning,
            Logged = Reply(report.Logged),
            Ips = Reply(report.Ips),
            Snips = Reply(report.Snips),
            Direct = Reply(report.Direct),
            DoublyRobust = Reply(report.DoublyRobust),
            Gain = Reply(report.Gain),
            Promotable = report.Beats,
        };
    }

    private static EstimateReply? Reply(ValueEstimate? estimate) =>
        estimate is null ? null : new EstimateReply(estimate.Value, estimate.Bootstrap.Low, estimate.Bootstrap.High, estimate.Bernstein?.Low, estimate.Bernstein?.High);

    private SlotSettings Candidate(EvaluateRequest request)
    {
        Dictionary<string, string[]> faults = [];
        var current = policies.Of(request.StoreId, request.Slot).Settings;
        var candidate = current with
        {
            Exploration = current.Exploration with
            {
                Algorithm = request.Algorithm ?? current.Exploration.Algorithm,
                Epsilon = request.Epsilon ?? current.Exploration.Epsilon,
                Alpha = request.Alpha ?? current.Exploration.Alpha,
            },
            Model = current.Model with
            {
                Dimensions = request.Dimensions ?? current.Model.Dimensions,
                Features = request.Features ?? current.Model.Features,
                Ridge = request.Ridge ?? current.Model.Ridge,
            },
        };
        Require("algorithm", candidate.Exploration.Create() is not null, "is unknown; use epsilon_greedy, linucb or thompson");
        Require("epsilon", candidate.Exploration.Epsilon is >= 0 and <= 1, "is out of range; send a number from 0 to 1");
        Require("alpha", candidate.Exploration.Alpha is >= 0 and <= 100, "is out of range; send a number from 0 to 100");
        Require("dimensions", candidate.Model.Dimensions is >= 2 and <= FeatureSpace.MaxDimensions, $"is out of range; send a number from 2 to {FeatureSpace.MaxDimensions}");
        Require("features", candidate.Model.Features.Count < candidate.Model.Dimensions && candidate.Model.Features.Distinct().Count() == candidate.Model.Features.Count, "do not fit; send fewer names than dimensions, each once");
        Require("ridge", candidate.Model.Ridge is > 0 and <= 1e6, "is out of range; send a number above 0, at most 1000000");
        Require("confidence", request.Confidence is null or (> 0 and < 1), "is out of range; send a number between 0 and 1");
        return faults.Count == 0
            ? candidate
            : throw new ProblemException(Problem.Of(StatusCodes.Status400BadRequest, $"{faults.Count} fields are not right; see errors.", faults));

        void Require(string field, bool holds, string why)
        {
            if (!holds)
            {
                faults[field] = [why];
            }
        }
    }

    private async Task<List<RewardedSlot>> ReadAsync(string store, string slot, CancellationToken cancellationToken)
    {
        List<RewardedSlot> log = [];
        var read = new HashSet<CallName>();
        var (lanes, _) = await state.GetAsync(StateKeys.Lanes, StateJson.Default.LaneList, cancellationToken);
        foreach (var lane in (lanes?.Lanes ?? []).Reverse())
        {
            var (kept, _) = await state.GetAsync(StateKeys.Lane(lane), StateJson.Default.LaneState, cancellationToken);

            // What is before the first page still to be learned is learned; pages that expired are the end.
            for (var number = (kept?.First ?? 0) - 1; number >= 0 && log.Count < MostDecisions; number--)
            {
                var (page, _) = await state.GetAsync(StateKeys.Page(lane, number), StateJson.Default.LogPage, cancellationToken);
                if (page is null)
                {
                    break;
                }

                await AddAsync(page, store, slot, read, log, cancellationToken);
            }
        }

        return log;
    }

    /// <param name="page">The page.</param>
    /// <param name="store">The store.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="read">Calls of pages before: one that got a late reward stands in two.</param>
    /// <param name="log">Takes the decisions.</param>
    /// <param name="cancellationToken">Gives up.</param>
    private async Task AddAsync(LogPage page, string store, string slot, HashSet<CallName> read, List<RewardedSlot> log, CancellationToken cancellationToken)
    {
        CallName[] names = [.. page.Calls.Where(name => name.Store == store && read.Add(name))];
        var calls = await state.GetManyAsync([.. names.Select(name => StateKeys.Call(name.Store, name.Id))], StateJson.Default.LoggedCall, cancellationToken);
        var outcomes = await state.GetManyAsync([.. names.Select(name => StateKeys.Outcome(name.Store, name.Id))], StateJson.Default.CallOutcome, cancellationToken);
        foreach (var (call, outcome) in calls.Select(call => call.Value).Zip(outcomes.Select(outcome => outcome.Value)))
        {
            foreach (var (index, logged) in (call?.Slots ?? []).Index())
            {
                if (logged.Slot == slot && outcome is not null && outcome.Learned.TryGetValue(index, out var reward))
                {
                    log.Add(new RewardedSlot(logged, call!.Context, call.At, reward));
                }
            }
        }
    }
}
