using Personalization.Abstractions.Problems;
using Personalization.Decisions.Api.Learning;
using Personalization.Decisions.Api.Policies;
using Personalization.Decisions.Api.State;
using Personalization.Decisions.Choices;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Deciding;
using Personalization.Decisions.Learning;
using Personalization.Decisions.Models;
using Personalization.Decisions.OffPolicy;
using Personalization.Hosting.Problems;

namespace Personalization.Decisions.Api.Evaluation;

/// <summary>Judges settings of a slot by the newest decisions of its log.</summary>
internal sealed class PolicyJudge(IDecisionsState state, PolicyKind policies)
{
    /// <summary>Of the slot, the newest ones; more would not be read in the time of one call.</summary>
    private const int MostDecisions = 10_000;

    /// <summary>Items and their features, after which no more decisions are read: fewer large ones say as much in the same time.</summary>
    private const long MostNumbers = 1_000_000;

    private const int FirstRead = 100;
    private const int MostKeysAtOnce = 1_000;
    private const long MostNumbersAtOnce = 100_000;

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
        Require("dimensions", candidate.Model.Dimensions is >= 2 and <= ModelOptions.MostDimensions, $"is out of range; send a number from 2 to {ModelOptions.MostDimensions}");
        Require("features", candidate.Model.Features.Distinct().Count() == candidate.Model.Features.Count, "hold a name twice; send each once");
        Require("ridge", candidate.Model.Ridge is > 0 and <= 1e6, "is out of range; send a number above 0, at most 1000000");
        Require("confidence", request.Confidence is null or (> 0 and < 1), "is out of range; send a number between 0 and 1");
        if (faults.Count > 0)
        {
            throw new ProblemException(Problem.Of(StatusCodes.Status400BadRequest, $"{faults.Count} fields are not right; see errors.", faults));
        }

        // Each is right alone, and one of the two may be what is in force.
        return candidate.Model.Features.Count < candidate.Model.Dimensions
            ? candidate
            : throw new ProblemException(Problem.OfField(
                StatusCodes.Status422UnprocessableEntity, "features", $"are {candidate.Model.Features.Count} for {candidate.Model.Dimensions} dimensions; send fewer names than dimensions, or more dimensions"));

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
        var learned = await LearnedList.ReadAsync(state, store, slot, MostDecisions, cancellationToken);
        var (read, size) = (0, FirstRead);
        for (long numbers = 0; read < learned.Count && numbers < MostNumbers;)
        {
            var piece = learned.Skip(read).Take(size).ToArray();
            foreach (var decision in await ReadAsync(store, piece, cancellationToken))
            {
                log.Add(decision);
                numbers += Numbers(decision);
            }

            // Large decisions are read fewer at once: no answer of the state grows with what a caller once sent.
            read += piece.Length;
            size = (int)Math.Clamp(MostNumbersAtOnce * read / Math.Max(numbers, 1), 1, MostKeysAtOnce);
        }

        return log;
    }

    private async Task<IReadOnlyList<RewardedSlot>> ReadAsync(string store, LearnedSlot[] learned, CancellationToken cancellationToken)
    {
        string[] ids = [.. learned.Select(name => name.Call).Distinct()];
        var calls = state.GetManyAsync([.. ids.Select(id => StateKeys.Call(store, id))], StateJson.Default.LoggedCall, cancellationToken);
        var outcomes = state.GetManyAsync([.. ids.Select(id => StateKeys.Outcome(store, id))], StateJson.Default.CallOutcome, cancellationToken);
        await Task.WhenAll(calls, outcomes);
        var known = ids.Zip(await calls, await outcomes).ToDictionary(entry => entry.First, entry => (Call: entry.Second.Value, Outcome: entry.Third.Value), StringComparer.Ordinal);

        // Of those that expired meanwhile nothing can be said.
        return
        [
            .. learned.Select(name => (known[name.Call].Call, known[name.Call].Outcome, name.Index))
                .Where(entry => entry.Call is not null && entry.Outcome?.Learned.ContainsKey(entry.Index) == true)
                .Select(entry => new RewardedSlot(entry.Call!.Slots[entry.Index], entry.Call.Context, entry.Call.At, entry.Outcome!.Learned[entry.Index])),
        ];
    }

    /// <summary>What a decision costs to read and to judge: its features, with those of the context once for each item.</summary>
    private static long Numbers(RewardedSlot decision) => decision.Slot.Items.Sum(item => 1L + (item.Features?.Count ?? 0) + (decision.Context?.Count ?? 0));
}
