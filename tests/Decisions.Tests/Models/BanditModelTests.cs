using Personalization.Decisions.Choices;
using Personalization.Decisions.Models;

namespace Personalization.Decisions.Tests.Models;

/// <summary>R5.2: the model is its log, in any order and from any number of replicas.</summary>
public sealed class BanditModelTests
{
    private const int D = 8;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ModelOptions Options = new() { Dimensions = D, HalfLife = TimeSpan.FromDays(2) };

    [Fact]
    public void Learn_AnyOrderAndTwoReplicas_TheSameModel()
    {
        var log = Log(500);
        var one = Learned(log);
        var shuffled = Learned([.. log.OrderBy(entry => entry.X[1])]);
        var left = Learned([.. log.Where((_, i) => i % 3 == 0)]);
        left.Merge(Learned([.. log.Where((_, i) => i % 3 != 0)]));

        foreach (var other in new[] { shuffled, left })
        {
            Difference(one, other).ShouldBeLessThan(1e-9);
        }
    }

    [Fact]
    public void Correct_LaterReward_AsIfItHadBeenKnown()
    {
        var log = Log(100);
        var known = Learned(log);
        var late = new BanditModel(Options);
        foreach (var entry in log)
        {
            late.Learn(entry.Item, entry.X, 0, entry.At);
        }

        foreach (var entry in log)
        {
            late.Correct(entry.Item, entry.X, 0, entry.Reward, entry.At);
        }

        Difference(known, late).ShouldBeLessThan(1e-9);
    }

    [Fact]
    public void Estimate_UpdatedOneByOne_EqualsSolvedAtOnce()
    {
        var live = new BanditModel(Options with { HalfLife = null });
        var log = Log(60);
        live.Estimate("a", log[0].X, Start, deviations: true);
        foreach (var entry in log)
        {
            live.Learn("a", entry.X, entry.Reward, entry.At);
            live.Estimate("b", entry.X, Start, deviations: false);
        }

        var prior = RidgeSolution.Solve(live.Common, default, 1, 0);
        var solved = RidgeSolution.Solve(live.Arms.Single().Value, prior.Mean, 1, 0);
        var restored = new BanditModel(Options with { HalfLife = null });
        restored.Restore(live.Arms, live.Common);
        restored.Estimate("a", log[0].X, Start, deviations: false).Mean.ShouldBe(solved.Predict(log[0].X), 1e-9);
        restored.Estimate("b", log[0].X, Start, deviations: false).Mean.ShouldBe(prior.Predict(log[0].X), 1e-9);
        live.Estimate("b", log[0].X, Start, deviations: false).Mean.ShouldBe(prior.Predict(log[0].X), 1e-9);
    }

    [Fact]
    public void Estimate_ItemNeverSeen_TakesWhatAllHaveInCommonAndIsUncertain()
    {
        var model = Learned(Log(300));
        double[] x = [1, 0.5, 0, 0, 0, 0, 0, 0];

        var cold = model.Estimate("new", x, Start, deviations: true);
        var warm = model.Estimate("item1", x, Start, deviations: true);

        cold.Mean.ShouldNotBe(0);
        cold.Deviation.ShouldBeGreaterThan(warm.Deviation * 2);
    }

    [Fact]
    public void Estimate_ManyObservations_FindsTheWeights()
    {
        var noise = new SeededNoise(5);
        var model = new BanditModel(Options with { HalfLife = null });
        double[] weights = [0.5, -1, 2, 0, 0, 0, 0.25, 0];
        for (var i = 0; i < 5_000; i++)
        {
            var x = Draw(ref noise);
            model.Learn("a", x, x.Zip(weights, (value, weight) => value * weight).Sum() + (0.1 * noise.NextNormal()), Start);
        }

        foreach (var (found, weight) in model.Weights("a", Start).ToArray().Zip(weights))
        {
            found.ShouldBe(weight, 0.02);
        }
    }

    [Fact]
    public void Forgetting_OldEvidence_GivesWay()
    {
        var model = new BanditModel(Options);
        double[] x = [1, 0, 0, 0, 0, 0, 0, 0];
        for (var i = 0; i < 200; i++)
        {
            model.Learn("a", x, 1, Start);
        }

        for (var i = 0; i < 20; i++)
        {
            model.Learn("a", x, 0, Start + TimeSpan.FromDays(14));
        }

        model.Estimate("a", x, Start + TimeSpan.FromDays(14), deviations: false).Mean.ShouldBeLessThan(0.2);
    }

    [Fact]
    public void Learn_MoreItemsThanArms_StaysBounded()
    {
        var model = new BanditModel(Options with { MaxArms = 10 });
        double[] x = [1, 0, 0, 0, 0, 0, 0, 0];
        for (var i = 0; i < 100; i++)
        {
            model.Learn($"item{i}", x, 1, Start);
        }

        model.Arms.Count().ShouldBe(10);
        model.Common.Count.ShouldBe(100);
        model.Estimate("item99", x, Start, deviations: false).Mean.ShouldBeGreaterThan(0.9);
    }

    private static BanditModel Learned(IReadOnlyList<Entry> log)
    {
        var model = new BanditModel(Options);
        foreach (var entry in log)
        {
            model.Learn(entry.Item, entry.X, entry.Reward, entry.At);
        }

        return model;
    }

    private static List<Entry> Log(int count)
    {
        var noise = new SeededNoise(17);
        List<Entry> log = [];
        for (var i = 0; i < count; i++)
        {
            log.Add(new Entry($"item{i % 4}", Draw(ref noise), noise.NextUniform(), Start + TimeSpan.FromHours(noise.NextUniform() * 24 * 90)));
        }

        return log;
    }

    private static double[] Draw(ref SeededNoise noise)
    {
        var x = new double[D];
        x[0] = 1;
        for (var i = 1; i < D; i++)
        {
            x[i] = noise.NextNormal();
        }

        return x;
    }

    /// <summary>The largest relative difference of any prediction.</summary>
    private static double Difference(BanditModel left, BanditModel right)
    {
        var noise = new SeededNoise(3);
        var worst = 0.0;
        for (var i = 0; i < 50; i++)
        {
            var x = Draw(ref noise);
            for (var item = 0; item < 5; item++)
            {
                var one = left.Estimate($"item{item}", x, Start + TimeSpan.FromDays(91), deviations: true);
                var two = right.Estimate($"item{item}", x, Start + TimeSpan.FromDays(91), deviations: true);
                worst = Math.Max(worst, Math.Max(Math.Abs(one.Mean - two.Mean), Math.Abs(one.Deviation - two.Deviation)));
            }
        }

        return worst;
    }

    private sealed record Entry(string Item, double[] X, double Reward, DateTimeOffset At);
}
