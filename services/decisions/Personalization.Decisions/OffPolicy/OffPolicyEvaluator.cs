using System.Globalization;
using Personalization.Decisions.Choices;

namespace Personalization.Decisions.OffPolicy;

/// <summary>Judges a policy by a log that another one wrote, with exact propensities.</summary>
public static class OffPolicyEvaluator
{
    private delegate double Term(in WeighedDecision decision);

    /// <param name="log">At least two decisions.</param>
    /// <param name="options">How.</param>
    public static OffPolicyReport Evaluate(IReadOnlyList<WeighedDecision> log, OffPolicyOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(log.Count, 2);
        WeighedDecision[] decisions = [.. log];
        var (sum, squares, largest) = (0.0, 0.0, 0.0);
        foreach (var decision in decisions)
        {
            sum += decision.Weight;
            squares += decision.Weight * decision.Weight;
            largest = Math.Max(largest, decision.Weight);
        }

        var effective = squares > 0 ? sum * sum / squares : 0;
        var (overlap, warning) = Judge(effective, decisions.Length, options);
        var report = new OffPolicyReport
        {
            Decisions = decisions.Length,
            EffectiveSampleSize = effective,
            MeanWeight = sum / decisions.Length,
            LargestWeight = largest,
            Overlap = overlap,
            Warning = warning,
            Logged = Mean(decisions, static (in d) => d.Reward, options),
        };
        if (overlap == Overlap.Refused)
        {
            return report;
        }

        var gain = Mean(decisions, static (in d) => Robust(d) - d.Reward, options);
        return report with
        {
            Ips = Mean(decisions, static (in d) => d.Weight * d.Reward, options),
            Snips = SelfNormalised(decisions, options),
            Direct = Mean(decisions, static (in d) => d.TargetPredicted, options),
            DoublyRobust = Mean(decisions, static (in d) => Robust(d), options),
            Gain = gain,
            Beats = gain.Bootstrap.Low > 0,
        };
    }

    private static double Robust(in WeighedDecision decision) => decision.TargetPredicted + (decision.Weight * (decision.Reward - decision.Predicted));

    private static (Overlap, string?) Judge(double effective, int count, OffPolicyOptions options)
    {
        var least = Math.Max(options.LeastEffective, options.LeastShare * count);
        var says = string.Create(CultureInfo.InvariantCulture, $"the log's {count} decisions count as {effective:0.#} for this policy");
        if (effective < least)
        {
            return (Overlap.Refused, string.Create(CultureInfo.InvariantCulture, $"{says}, fewer than {least:0.#}: its choices were too rarely made; log with more exploration"));
        }

        return effective < options.EnoughShare * count ? (Overlap.Low, $"{says}: read the intervals, not the values") : (Overlap.Enough, null);
    }

    private static ValueEstimate Mean(WeighedDecision[] decisions, Term term, OffPolicyOptions options)
    {
        var terms = new double[decisions.Length];
        var (sum, low, high) = (0.0, double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < terms.Length; i++)
        {
            var value = terms[i] = term(decisions[i]);
            sum += value;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        var mean = sum / terms.Length;
        var bootstrap = Resample(terms.Length, options, (indices, count) =>
        {
            var total = 0.0;
            for (var i = 0; i < count; i++)
            {
                total += terms[indices[i]];
            }

            return total / count;
        });
        return new ValueEstimate(mean, bootstrap, Bernstein(terms, mean, high - low, options));
    }

    private static ValueEstimate SelfNormalised(WeighedDecision[] decisions, OffPolicyOptions options)
    {
        var all = Ratio(decisions.Length, i => i);
        return new ValueEstimate(all, Resample(decisions.Length, options, (indices, count) => Ratio(count, i => indices[i])), null);

        double Ratio(int count, Func<int, int> index)
        {
            var (rewards, weights) = (0.0, 0.0);
            for (var i = 0; i < count; i++)
            {
                ref readonly var decision = ref decisions[index(i)];
                rewards += decision.Weight * decision.Reward;
                weights += decision.Weight;
            }

            return weights > 0 ? rewards / weights : 0;
        }
    }

    /// <summary>mean +- sqrt(2 V ln(4/delta) / n) + 7 R ln(4/delta) / (3 (n - 1)), V the sample variance and R the range.</summary>
    private static Interval Bernstein(double[] terms, double mean, double range, OffPolicyOptions options)
    {
        var n = terms.Length;
        var variance = 0.0;
        foreach (var term in terms)
        {
            variance += (term - mean) * (term - mean);
        }

        variance /= n - 1;
        var log = Math.Log(4 / (1 - options.Confidence));
        var half = Math.Sqrt(2 * variance * log / n) + (7 * range * log / (3 * (n - 1)));
        return new Interval(mean - half, mean + half);
    }

    private static Interval Resample(int count, OffPolicyOptions options, Func<int[], int, double> statistic)
    {
        var noise = new SeededNoise(options.Seed);
        var indices = new int[count];
        var values = new double[options.Resamples];
        for (var round = 0; round < values.Length; round++)
        {
            for (var i = 0; i < count; i++)
            {
                indices[i] = (int)(noise.NextUniform() * count);
            }

            values[round] = statistic(indices, count);
        }

        Array.Sort(values);
        var tail = (1 - options.Confidence) / 2;
        return new Interval(Quantile(values, tail), Quantile(values, 1 - tail));
    }

    private static double Quantile(double[] sorted, double share)
    {
        var at = share * (sorted.Length - 1);
        var low = (int)Math.Floor(at);
        var high = Math.Min(low + 1, sorted.Length - 1);
        return sorted[low] + ((at - low) * (sorted[high] - sorted[low]));
    }
}
