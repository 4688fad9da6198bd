using Personalization.Decisions.Choices;
using Personalization.Decisions.Features;
using Personalization.Decisions.Models;
using Personalization.Decisions.Rewards;

namespace Personalization.Evaluation.Bandits;

/// <summary>The product's own model, exploration and reward join over one stream.</summary>
internal sealed class SimulatedSlot(ModelOptions modelOptions, ExplorationOptions explorationOptions)
{
    private readonly BanditModel _model = new(modelOptions);
    private readonly FeatureSpace _space = new(modelOptions.Dimensions, modelOptions.Features);
    private readonly IExploration _exploration = explorationOptions.Create()!;

    /// <summary>Called with each decision's probabilities.</summary>
    public Action<int, double[]> Decided { get; set; } = (_, _) => { };

    /// <returns>The cumulative reward, the cumulative regret by chance, and its share in each tenth of the stream.</returns>
    public (double Reward, double Regret, double[] Tenths) Run(BanditStream stream, int seed)
    {
        var shape = stream.Shape;
        var names = Enumerable.Range(0, shape.Arms).Select(arm => $"item{arm}").ToArray();
        var chosen = new int[shape.Steps];
        var vectors = new double[shape.Steps][];
        var ledgers = new IReadOnlyList<RewardEvent>?[shape.Steps];
        var due = new Dictionary<int, List<int>>();
        var estimates = new ArmEstimate[shape.Arms];
        var (reward, regret, tenths) = (0.0, 0.0, new double[10]);
        for (var step = 0; step < shape.Steps; step++)
        {
            foreach (var decided in due.Remove(step, out var told) ? told : [])
            {
                Learn(stream, decided, chosen[decided], names, vectors, ledgers);
            }

            var now = BanditStream.Start + (step * BanditStream.Step);
            var x = vectors[step] = new double[modelOptions.Dimensions];
            _space.EncodeContext([.. stream.Contexts[step].Select((value, i) => new Feature($"f{i}", value))], x);
            var arms = stream.Available[step];
            for (var arm = 0; arm < arms; arm++)
            {
                estimates[arm] = _model.Estimate(names[arm], x, now, _exploration.NeedsDeviations);
            }

            var probabilities = new double[arms];
            _exploration.Fill(estimates.AsSpan(0, arms), probabilities);
            chosen[step] = Lottery.Draw(probabilities, Lottery.Seed($"{seed}:{step}", "slot"));
            Decided(step, probabilities);
            reward += stream.Rewards[step][chosen[step]];
            var lost = stream.Chances[step].Take(arms).Max() - stream.Chances[step][chosen[step]];
            regret += lost;
            tenths[10 * step / shape.Steps] += lost * 10 / shape.Steps;
            Tell(due, stream.Arrivals[step], step);
            Tell(due, stream.Repeats[step], step);
        }

        return (reward, regret, tenths);
    }

    private static void Tell(Dictionary<int, List<int>> due, int when, int step)
    {
        if (when > 0)
        {
            (due.TryGetValue(when, out var list) ? list : due[when] = []).Add(step);
        }
    }

    private void Learn(BanditStream stream, int step, int arm, string[] names, double[][] vectors, IReadOnlyList<RewardEvent>?[] ledgers)
    {
        var at = BanditStream.Start + (step * BanditStream.Step);
        var (rewards, outcome) = RewardLedger.Add(ledgers[step] ?? [], new RewardEvent($"{step}", stream.Rewards[step][arm], at));
        ledgers[step] = rewards;
        if (outcome == RewardOutcome.Counted)
        {
            _model.Learn(names[arm], vectors[step], RewardLedger.Total(rewards, RewardAggregation.Earliest, 0), at);
        }
    }
}
