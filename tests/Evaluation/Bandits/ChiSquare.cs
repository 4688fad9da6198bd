namespace Personalization.Evaluation.Bandits;

/// <summary>Pearson's test of counts against probabilities.</summary>
internal static class ChiSquare
{
    /// <summary>The chance of counts at least this far from the probabilities; classes that expect fewer than 5 are put together.</summary>
    public static double PValue(IReadOnlyList<int> counts, IReadOnlyList<double> probabilities)
    {
        var total = counts.Sum();
        var (statistic, classes, restCount, restExpected) = (0.0, 0, 0.0, 0.0);
        for (var i = 0; i < counts.Count; i++)
        {
            var expected = probabilities[i] * total;
            if (expected < 5)
            {
                restCount += counts[i];
                restExpected += expected;
                continue;
            }

            statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
            classes++;
        }

        if (restExpected > 0)
        {
            statistic += (restCount - restExpected) * (restCount - restExpected) / restExpected;
            classes++;
        }
        else if (restCount > 0)
        {
            return 0;
        }

        return classes < 2 ? 1 : UpperGamma((classes - 1) / 2.0, statistic / 2);
    }

    /// <summary>The regularised upper incomplete gamma function, by its series below a + 1 and its continued fraction above.</summary>
    private static double UpperGamma(double a, double x)
    {
        if (x <= 0)
        {
            return 1;
        }

        var front = Math.Exp((a * Math.Log(x)) - x - LogGamma(a));
        if (x < a + 1)
        {
            var (sum, term) = (1 / a, 1 / a);
            for (var n = 1; n < 1000 && term > sum * 1e-15; n++)
            {
                term *= x / (a + n);
                sum += term;
            }

            return 1 - (front * sum);
        }

        var b = x + 1 - a;
        var c = 1e300;
        var d = 1 / b;
        var h = d;
        for (var i = 1; i < 1000; i++)
        {
            var an = -i * (i - a);
            b += 2;
            d = 1 / ((an * d) + b);
            c = b + (an / c);
            h *= d * c;
            if (Math.Abs((d * c) - 1) < 1e-15)
            {
                break;
            }
        }

        return front * h;
    }

    /// <summary>Lanczos' approximation (g = 7).</summary>
    private static double LogGamma(double x)
    {
        ReadOnlySpan<double> p =
        [
            676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
        ];
        if (x < 0.5)
        {
            return Math.Log(Math.PI / Math.Sin(Math.PI * x)) - LogGamma(1 - x);
        }

        x--;
        var a = 0.99999999999980993;
        for (var i = 0; i < p.Length; i++)
        {
            a += p[i] / (x + i + 1);
        }

        var t = x + p.Length - 0.5;
        return (0.5 * Math.Log(2 * Math.PI)) + ((x + 0.5) * Math.Log(t)) - t + Math.Log(a);
    }
}
