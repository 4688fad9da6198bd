using System.Collections.Immutable;
using Personalization.Profiles.Learning;

namespace Personalization.Profiles.Purchases;

/// <summary>
/// What purchases of one product teach. The kind of each line follows from the lines before it in time, so that a late line gives the
/// same sum as one in order; the kind that an event reports is fixed by what was known when it arrived.
/// </summary>
internal static class PurchaseSignal
{
    /// <summary>The kind of a line given the earlier ones.</summary>
    public static string KindOf(PurchaseLine line, ReadOnlySpan<PurchaseLine> earlier, LearningOptions options)
    {
        if (line.Subscription)
        {
            return SignalKeys.PurchaseSubscription;
        }

        var bulkFrom = earlier.Length >= 2 ? options.BulkFactor * Median(earlier) : options.BulkQuantity;
        if (line.Quantity >= bulkFrom)
        {
            return SignalKeys.PurchaseBulk;
        }

        return earlier.Length > 0 ? SignalKeys.PurchaseRepeat : SignalKeys.PurchaseFirstTime;
    }

    /// <summary>The decayed sum of all lines, which stand in order of time.</summary>
    public static double Sum(ImmutableArray<PurchaseLine> lines, LearningRules rules, DecayScale scale)
    {
        var sum = 0.0;
        for (var i = 0; i < lines.Length; i++)
        {
            sum += scale.Amount(rules.Weights[KindOf(lines[i], lines.AsSpan()[..i], rules.Options)], lines[i].At);
        }

        return sum;
    }

    private static double Median(ReadOnlySpan<PurchaseLine> lines)
    {
        Span<double> quantities = lines.Length <= 64 ? stackalloc double[lines.Length] : new double[lines.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            quantities[i] = lines[i].Quantity;
        }

        quantities.Sort();
        var middle = quantities.Length / 2;
        return quantities.Length % 2 == 1 ? quantities[middle] : (quantities[middle - 1] + quantities[middle]) / 2;
    }
}
