using System.Collections.Immutable;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.Learning;

namespace Personalization.Profiles.Purchases;

/// <summary>What a shopper's own purchases say of the next one: quantity, due date, price.</summary>
internal static class PurchaseHabits
{
    private const double DayMs = 86_400_000;

    /// <summary>Lines within this time are one purchase: a second line of the same basket is no rhythm.</summary>
    private const double SamePurchaseMs = 6 * 3_600_000;

    /// <summary>
    /// The median quantity; of the two in the middle the one nearer to the last purchase, so that it is a quantity really bought.
    /// One purchase of 2 already suggests 2.
    /// </summary>
    public static decimal UsualQuantity(ImmutableArray<PurchaseLine> lines)
    {
        if (lines.Length == 1)
        {
            return (decimal)lines[0].Quantity;
        }

        var sorted = new double[lines.Length];
        for (var i = 0; i < sorted.Length; i++)
        {
            sorted[i] = lines[i].Quantity;
        }

        Array.Sort(sorted);
        var upper = sorted[sorted.Length / 2];
        var lower = sorted[(sorted.Length - 1) / 2];
        var last = lines[^1].Quantity;
        return (decimal)(Math.Abs(upper - last) <= Math.Abs(lower - last) ? upper : lower);
    }

    /// <summary>The median gap from the last purchase on, or null while too few gaps are known.</summary>
    public static ReorderDue? Due(string productId, ImmutableArray<PurchaseLine> lines, LearningOptions options)
    {
        if (lines.Length <= options.ReorderGaps)
        {
            return null;
        }

        List<double> gaps = [];
        var previous = lines[0].At;
        foreach (var line in lines.AsSpan()[1..])
        {
            if (line.At - previous < SamePurchaseMs)
            {
                continue;
            }

            gaps.Add((line.At - previous) / DayMs);
            previous = line.At;
        }

        if (gaps.Count < options.ReorderGaps)
        {
            return null;
        }

        gaps.Sort();
        var middle = gaps.Count / 2;
        var interval = gaps.Count % 2 == 1 ? gaps[middle] : (gaps[middle - 1] + gaps[middle]) / 2;
        return new ReorderDue(productId, DateTimeOffset.FromUnixTimeMilliseconds(previous + (long)(interval * DayMs)), Math.Round(interval, 2));
    }

    /// <summary>The 10th, 50th and 90th percentile of unit prices in the currency bought in most often; null without prices.</summary>
    public static PriceBand? PriceBand(OrderHistory orders)
    {
        Dictionary<string, List<double>> byCurrency = new(StringComparer.Ordinal);
        foreach (var (_, lines) in orders.ByProduct)
        {
            foreach (var line in lines)
            {
                if (line.UnitPrice > 0)
                {
                    if (!byCurrency.TryGetValue(line.Currency, out var ofCurrency))
                    {
                        byCurrency.Add(line.Currency, ofCurrency = []);
                    }

                    ofCurrency.Add(line.UnitPrice);
                }
            }
        }

        if (byCurrency.Count == 0)
        {
            return null;
        }

        var (currency, prices) = byCurrency.OrderByDescending(entry => entry.Value.Count).ThenBy(entry => entry.Key, StringComparer.Ordinal).First();
        prices.Sort();
        return new PriceBand(currency, At(0.1), At(0.5), At(0.9));

        decimal At(double share) => Math.Round((decimal)prices[(int)Math.Round(share * (prices.Count - 1))], 4);
    }
}
