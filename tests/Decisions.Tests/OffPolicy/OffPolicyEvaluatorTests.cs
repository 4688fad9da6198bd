using Personalization.Decisions.Choices;
using Personalization.Decisions.OffPolicy;

namespace Personalization.Decisions.Tests.OffPolicy;

/// <summary>R5.2: a candidate is judged by the log of another.</summary>
public sealed class OffPolicyEvaluatorTests
{
    /// <summary>Arm 1 pays .6, arm 0 pays .2; the log takes arm 1 in one of four cases, the candidate in nine of ten: worth .56 against .3.</summary>
    private const double Truth = 0.56, LoggedTruth = 0.3;

    [Fact]
    public void Evaluate_KnownWorld_EveryEstimatorFindsTheValue()
    {
        var report = OffPolicyEvaluator.Evaluate(Log(4_000, 7), new OffPolicyOptions());

        report.Overlap.ShouldBe(Overlap.Enough);
        report.MeanWeight.ShouldBe(1, 0.08);
        report.Logged.Value.ShouldBe(LoggedTruth, 0.03);
        foreach (var estimate in new[] { report.Ips!, report.Snips!, report.DoublyRobust! })
        {
            estimate.Value.ShouldBe(Truth, 0.06);
            estimate.Bootstrap.Covers(Truth).ShouldBeTrue();
        }

        report.Direct!.Value.ShouldBe(0.54, 1e-9);
        report.Ips!.Bernstein!.Value.Low.ShouldBeLessThan(report.Ips.Bootstrap.Low);
        report.Beats.ShouldBeTrue();
    }

    [Fact]
    public void Evaluate_ManyLogs_IntervalsCoverAsOftenAsTheySay()
    {
        var covered = 0;
        for (var round = 0; round < 200; round++)
        {
            covered += OffPolicyEvaluator.Evaluate(Log(400, (ulong)round + 100), new OffPolicyOptions { Resamples = 200 }).DoublyRobust!.Bootstrap.Covers(Truth) ? 1 : 0;
        }

        covered.ShouldBeInRange(178, 200);
    }

    /// <summary>A dozen clicks, with weights of seven: the means are skewed, and so have to be their intervals.</summary>
    [Fact]
    public void Evaluate_RareRewardsAndLargeWeights_HighTruthsAreCoveredToo()
    {
        const double value = (0.9 * 0.03) + (0.1 * 0.01);
        var (covered, above) = (0, 0);
        for (var round = 0; round < 60; round++)
        {
            var noise = new SeededNoise((ulong)round + 5_000);
            List<WeighedDecision> log = [];
            for (var i = 0; i < 3_000; i++)
            {
                var rare = noise.NextUniform() < 0.12;
                log.Add(new WeighedDecision(rare ? 0.12 : 0.88, rare ? 0.9 : 0.1, noise.NextUniform() < (rare ? 0.03 : 0.01) ? 1 : 0));
            }

            var interval = OffPolicyEvaluator.Evaluate(log, new OffPolicyOptions { Resamples = 120 }).Ips!.Bootstrap;
            covered += interval.Covers(value) ? 1 : 0;
            above += interval.High < value ? 1 : 0;
        }

        covered.ShouldBeGreaterThanOrEqualTo(52);
        above.ShouldBeLessThanOrEqualTo(5);
    }

    [Fact]
    public void Evaluate_SamePolicy_DoesNotBeatItself() => OffPolicyEvaluator
        .Evaluate([.. Log(2_000, 9).Select(decision => decision with { Target = decision.Propensity, Predicted = 0, TargetPredicted = 0 })], new OffPolicyOptions())
        .Beats.ShouldBeFalse();

    [Fact]
    public void Evaluate_AHandfulCountsForAll_IsRefusedWithoutEstimates()
    {
        List<WeighedDecision> log = [.. Enumerable.Range(0, 1_000).Select(i => new WeighedDecision(i < 3 ? 1e-5 : 0.5, 0.03, i % 2))];

        var report = OffPolicyEvaluator.Evaluate(log, new OffPolicyOptions());

        report.Overlap.ShouldBe(Overlap.Refused);
        report.EffectiveSampleSize.ShouldBeLessThan(4);
        report.Warning!.ShouldContain("1000 decisions");
        report.Ips.ShouldBeNull();
        report.DoublyRobust.ShouldBeNull();
        report.Beats.ShouldBeFalse();
    }

    private static List<WeighedDecision> Log(int count, ulong seed)
    {
        var noise = new SeededNoise(seed);
        List<WeighedDecision> log = [];
        for (var i = 0; i < count; i++)
        {
            var arm = noise.NextUniform() < 0.25 ? 1 : 0;
            var reward = noise.NextUniform() < (arm == 1 ? 0.6 : 0.2) ? 1.0 : 0;
            log.Add(new WeighedDecision(arm == 1 ? 0.25 : 0.75, arm == 1 ? 0.9 : 0.1, reward, arm == 1 ? 0.57 : 0.27, (0.9 * 0.57) + (0.1 * 0.27)));
        }

        return log;
    }
}
