using Personalization.Decisions.Features;
using Personalization.Decisions.Imports;
using Personalization.Decisions.Models;
using Personalization.Decisions.OffPolicy;
using Personalization.Evaluation.Data;
using Personalization.Evaluation.Protocols;

namespace Personalization.Evaluation.OffPolicy;

/// <summary>
/// B1: the value of the uniform policy, read off the log of Bernoulli Thompson sampling, against what the uniform policy's own log says. The log of
/// campaign `women` has propensities down to 1e-6, so that it counts as two decisions: that has to be refused.
/// </summary>
internal sealed class OpenBanditProtocol : IProtocol
{
    private const string Always = "men";

    /// <summary>Judged where its files are there.</summary>
    private const string Sparse = "women";

    private static readonly DateTimeOffset Time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string Id => "B1";

    public IReadOnlyList<string> Files { get; } = FilesOf(Always);

    public Task<ProtocolResult> RunAsync(string data, AnswerDump dump, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, double>> metrics = [];
        List<Bar> bars = [];
        var cases = 0;
        foreach (var campaign in FilesOf(Sparse).All(file => File.Exists(Path.Combine(data, file))) ? [Always, Sparse] : new[] { Always })
        {
            var truth = -OpenBanditFile.Read(data, "random", campaign).LoggedCost;
            var log = OpenBanditFile.Read(data, "bts", campaign);
            cases += log.Decisions.Count;
            var report = OffPolicyEvaluator.Evaluate([.. Weigh(log)], new OffPolicyOptions());
            metrics.Add(new($"truth {campaign}", truth));
            metrics.Add(new($"effective sample size {campaign}", report.EffectiveSampleSize));
            Judge(campaign, truth, report, metrics, bars);
        }

        return Task.FromResult(new ProtocolResult(cases, metrics, [], bars));
    }

    private static string[] FilesOf(string campaign) => [OpenBanditFile.Name("bts", campaign), OpenBanditFile.Name("random", campaign)];

    /// <summary>The interval covers the truth, or no value is given out at all; a low overlap is said.</summary>
    private static void Judge(string campaign, double truth, OffPolicyReport report, List<KeyValuePair<string, double>> metrics, List<Bar> bars)
    {
        if (report.Overlap != Overlap.Enough)
        {
            bars.Add(new Bar($"warned or refused {campaign}", report.Warning is null ? 0 : 1, 1));
        }

        if (report.Overlap == Overlap.Refused)
        {
            metrics.Add(new($"refused {campaign}", 1));
            return;
        }

        foreach (var (name, estimate) in new[] { ("ips", report.Ips!), ("snips", report.Snips!), ("dm", report.Direct!), ("dr", report.DoublyRobust!) })
        {
            metrics.Add(new($"{name} {campaign}", estimate.Value));
            metrics.Add(new($"{name} low {campaign}", estimate.Bootstrap.Low));
            metrics.Add(new($"{name} high {campaign}", estimate.Bootstrap.High));
            if (name != "dm")
            {
                bars.Add(new Bar($"{name} covers {campaign}", estimate.Bootstrap.Covers(truth) ? 1 : 0, 1));
            }
        }

        bars.Add(new Bar($"bernstein covers {campaign}", report.Ips!.Bernstein!.Value.Covers(truth) ? 1 : 0, 1));
    }

    /// <summary>Each half of the log is predicted by a model of the other half.</summary>
    private static IEnumerable<WeighedDecision> Weigh(ForeignLog log)
    {
        string[] items = [.. log.Decisions[0].Actions.Select(action => action[0].Name)];
        var options = new ModelOptions { Dimensions = 16, HalfLife = null, Ridge = 10 };
        var space = new FeatureSpace(options.Dimensions, []);
        BanditModel[] models = [new(options), new(options)];
        var vectors = log.Decisions.Select(impression =>
        {
            var x = new double[options.Dimensions];
            space.EncodeContext(impression.Context, x);
            return x;
        }).ToArray();
        foreach (var (i, impression) in log.Decisions.Index())
        {
            models[1 - (i % 2)].Learn(items[impression.Chosen], vectors[i], -impression.Cost, Time);
        }

        foreach (var (i, impression) in log.Decisions.Index())
        {
            var model = models[i % 2];
            yield return new WeighedDecision(
                impression.Propensity,
                1.0 / items.Length,
                -impression.Cost,
                model.Estimate(items[impression.Chosen], vectors[i], Time, deviations: false).Mean,
                items.Average(item => model.Estimate(item, vectors[i], Time, deviations: false).Mean));
        }
    }
}
