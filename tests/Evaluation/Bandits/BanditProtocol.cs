using System.Text.Json;
using Personalization.Decisions.Choices;
using Personalization.Decisions.Models;
using Personalization.Evaluation.Data;
using Personalization.Evaluation.Protocols;

namespace Personalization.Evaluation.Bandits;

/// <summary>
/// B3: cumulative reward of the product's bandit on seeded streams with delayed and duplicated rewards, drift and late items, against Vowpal Wabbit's
/// best of a grid on the same streams, and the logged propensities against 10,000 replays. Vowpal Wabbit was run once; its figures stand in `vowpal-wabbit.json`.
/// </summary>
/// <param name="seeds">Streams of each shape.</param>
/// <param name="replays">Of one decision.</param>
internal sealed class BanditProtocol(int seeds = 20, int replays = 10_000) : IProtocol
{
    /// <summary>Of the world: more decisions teach more, fewer show less.</summary>
    public static readonly IReadOnlyList<StreamShape> Shapes = [new("10x16", 10, 16, 6_000), new("20x32", 20, 32, 6_000)];

    private static readonly int[] ReplayedSteps = [0, 37, 611, 1_703, 4_999];

    private readonly List<KeyValuePair<string, double>> _metrics = [];
    private readonly List<Bar> _bars = [];

    public string Id => "B3";

    public IReadOnlyList<string> Files => [];

    /// <summary>The policy a shop would choose for a slot that drifts: the same settings for both shapes, chosen on the streams of seeds 1001 to 1100.</summary>
    public static ModelOptions Model(StreamShape shape) => new()
    {
        Dimensions = shape.Dimensions + 1,
        Features = [.. Enumerable.Range(0, shape.Dimensions).Select(i => $"f{i}")],
        HalfLife = TimeSpan.FromHours(12),
        Ridge = 30,
    };

    public static ExplorationOptions Exploration { get; } = new() { Algorithm = ThompsonSampling.Name, Alpha = 0.05, Epsilon = 0.002 };

    public Task<ProtocolResult> RunAsync(string data, AnswerDump dump, CancellationToken cancellationToken)
    {
        _metrics.Clear();
        _bars.Clear();
        var cases = 0;
        var worst = 1.0;
        var rivals = Rivals();
        foreach (var shape in Shapes)
        {
            var (sum, digests) = (0.0, new List<string>());
            for (var seed = 1; seed <= seeds; seed++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var stream = BanditStream.Create(shape, seed);
                stream.Dump(dump, seed);
                digests.Add(stream.Digest());
                var slot = new SimulatedSlot(Model(shape), Exploration);
                if (seed == 1)
                {
                    slot.Decided = (step, probabilities) => worst = ReplayedSteps.Contains(step) ? Math.Min(worst, Replay(step, probabilities)) : worst;
                }

                sum += slot.Run(stream, seed).Reward;
                cases += shape.Steps;
            }

            _metrics.Add(new($"reward {shape.Name}", sum / seeds));
            Compare(rivals, shape, sum / seeds, digests);
        }

        _metrics.Add(new("least p of replays", worst));
        _bars.Add(new Bar("p of replays x 1000", worst * 1000, 1));
        return Task.FromResult(new ProtocolResult(cases, [.. _metrics], [], [.. _bars]));
    }

    private double Replay(int step, double[] probabilities)
    {
        var counts = new int[probabilities.Length];
        for (var replay = 0; replay < replays; replay++)
        {
            counts[Lottery.Draw(probabilities, Lottery.Seed($"replay {step}:{replay}", "slot"))]++;
        }

        return ChiSquare.PValue(counts, probabilities);
    }

    /// <summary>Against the mean over the same seeds; figures of other streams are no rivals.</summary>
    private void Compare(Dictionary<string, Rival> rivals, StreamShape shape, double reward, List<string> digests)
    {
        if (!rivals.TryGetValue(shape.Name, out var rival))
        {
            return;
        }

        var same = digests.Index().All(stream => rival.Digests[stream.Index] == stream.Item);
        var mean = rival.Rewards.Take(digests.Count).Average();
        _metrics.Add(new($"vowpal wabbit {shape.Name}", mean));
        _bars.Add(new Bar($"same streams {shape.Name}", same ? 1 : 0, 1));
        _bars.Add(new Bar($"reward / vowpal wabbit {shape.Name}", reward / mean, 1));
    }

    private static Dictionary<string, Rival> Rivals()
    {
        using var file = typeof(BanditProtocol).Assembly.GetManifestResourceStream("vowpal-wabbit.json");
        if (file is null)
        {
            return [];
        }

        using var document = JsonDocument.Parse(file);
        return document.RootElement.GetProperty("streams").EnumerateObject().ToDictionary(
            shape => shape.Name,
            shape => new Rival(
                [.. shape.Value.GetProperty("sha256").EnumerateArray().Select(digest => digest.GetString()!)],
                [.. shape.Value.GetProperty("rewards").EnumerateArray().Select(reward => reward.GetDouble())]));
    }

    private sealed record Rival(string[] Digests, double[] Rewards);
}
