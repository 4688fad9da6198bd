using System.Globalization;
using Personalization.Decisions.Choices;

namespace Personalization.Decisions.OffPolicy;

/// <summary>Judges a policy by a log that another one wrote, with exact propensities.</summary>
public static class OffPolicyEvaluator
{
    /// <summary>A resample's standard error below this share of the sample's is none.</summary>
    private const double LeastError = 0.1;

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
            var (total, squares) = (0.0, 0.0);
            for (var i = 0; i < count; i++)
            {
                var value = terms[indices[i]];
                total += value;
                squares += value * value;
            }

            var average = total / count;
            return (average, Math.Sqrt(Math.Max((squares / count) - (average * average), 0) / count));
        });
        return new ValueEstimate(mean, bootstrap, Bernstein(terms, mean, high - low, options));
    }

    private static ValueEstimate SelfNormalised(WeighedDecision[] decisions, OffPolicyOptions options)
    {
        var weighted = decisions.Sum(decision => decision.Weight * decision.Reward);
        var weights = decisions.Sum(decision => decision.Weight);
        return new ValueEstimate(weights > 0 ? weighted / weights : 0, Resample(decisions.Length, options, Ratio), null);

        // The error of a ratio, by its linear part: the weighted residuals.
        (double Value, double Error) Ratio(int[] indices, int count)
        {
            var (w, wr, ww, wwr, wwrr) = (0.0, 0.0, 0.0, 0.0, 0.0);
            for (var i = 0; i < count; i++)
            {
                ref readonly var decision = ref decisions[indices[i]];
                var (weight, reward) = (decision.Weight, decision.Reward);
                w += weight;
                wr += weight * reward;
                ww += weight * weight;
                wwr += weight * weight * reward;
                wwrr += weight * weight * reward * reward;
            }

            var value = w > 0 ? wr / w : 0;
            return (value, w > 0 ? Math.Sqrt(Math.Max(wwrr - (2 * value * wwr) + (value * value * ww), 0)) / w : 0);
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

    /// <summary>
    /// Bootstrap-t (Efron 1982; Hall 1988): what is resampled is the error in units of its own standard error. Weighted rewards are rare and large, so their
    /// means are skewed, and the plain percentiles of resampled means miss high values far too often.
    /// </summary>
    private static Interval Resample(int count, OffPolicyOptions options, Func<int[], int, (double Value, double Error)> statistic)
    {
        var noise = new SeededNoise(options.Seed);
        int[] indices = [.. Enumerable.Range(0, count)];
        var (value, error) = statistic(indices, count);
        if (error == 0)
        {
            return new Interval(value, value);
        }

        var deviations = new double[options.Resamples];
        for (var round = 0; round < deviations.Length; round++)
        {
            for (var i = 0; i < count; i++)
            {
                indices[i] = (int)(noise.NextUniform() * count);
            }

            var (resampled, itsError) = statistic(indices, count);

            // A resample that drew nothing rare knows no error: it says no more than the plain deviation.
            deviations[round] = (resampled - value) / (itsError > error * LeastError ? itsError : error);
        }

        Array.Sort(deviations);
        var tail = (1 - options.Confidence) / 2;
        return new Interval(value - (error * Quantile(deviations, 1 - tail)), value - (error * Quantile(deviations, tail)));
    }

    private static double Quantile(double[] sorted, double share)
    {
        var at = share * (sorted.Length - 1);
        var low = (int)Math.Floor(at);
        var high = Math.Min(low + 1, sorted.Length - 1);
        return sorted[low] + ((at - low) * (sorted[high] - sorted[low]));
    }
}
