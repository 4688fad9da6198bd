using System.Collections.Immutable;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.Learning;
using Personalization.Profiles.Purchases;
using Personalization.Profiles.State;

namespace Personalization.Profiles.Reading;

/// <summary>Reads a state at a time: decays, squashes, picks the strongest.</summary>
internal static class ContextReader
{
    /// <summary>A decayed sum below this is noise of the past and is not read.</summary>
    private const double Faint = 0.002;

    public static ShopperContext Read(ShopperState state, DateTimeOffset now, LearningOptions options)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        var factor = state.Scale?.ReadFactor(nowMs) ?? 0;
        var habits = state.Orders.Habits(options);
        return new ShopperContext
        {
            Switches = state.Switches,
            Categories = Names(state.Categories, factor, options),
            Attributes = Names(state.Attributes, factor, options),
            Brands = Names(state.Brands, factor, options),
            Products = Products(state, habits, factor, options),
            Dietary = DietaryInference.Infer(state, options),
            Reorder = Reorder(habits.Due, nowMs, options),
            PriceBand = habits.PriceBand,
            Recent = [.. state.Recent.Select(touch => new RecentView(touch.ProductId, touch.Type, DateTimeOffset.FromUnixTimeMilliseconds(touch.At)))],
            Events = state.Events,
            UpdatedAt = state.UpdatedAt == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(state.UpdatedAt),
        };
    }

    private static Dictionary<string, Affinity> Names(ImmutableDictionary<string, FeatureSum> names, double factor, LearningOptions options)
    {
        var read = new List<(string Name, double Value, int Evidence)>(names.Count);
        foreach (var (name, sum) in names)
        {
            var value = sum.Sum * factor;
            if (Math.Abs(value) >= Faint && sum.Evidence > 0)
            {
                read.Add((name, value, sum.Evidence));
            }
        }

        read.Sort(static (left, right) =>
        {
            var byStrength = Math.Abs(right.Value).CompareTo(Math.Abs(left.Value));
            return byStrength != 0 ? byStrength : string.CompareOrdinal(left.Name, right.Name);
        });
        var count = Math.Min(read.Count, options.ReadNames);
        var affinities = new Dictionary<string, Affinity>(count, StringComparer.Ordinal);
        foreach (var (name, value, evidence) in read.Take(count))
        {
            var squashed = Squash(value, options);
            affinities.Add(name, new Affinity(Math.Max(0, squashed), Math.Max(0, -squashed), Math.Round(evidence / (evidence + options.ConfidenceEvidence), 4), evidence));
        }

        return affinities;
    }

    private static Dictionary<string, ProductAffinity> Products(ShopperState state, HabitSummary habits, double factor, LearningOptions options)
    {
        var read = new List<(string Id, double Value, long Last, ImmutableArray<PurchaseLine> Lines)>(state.Orders.ByProduct.Count + state.Products.Count);
        foreach (var (id, lines) in state.Orders.ByProduct)
        {
            read.Add((id, state.Products.GetValueOrDefault(id).Sum * factor, lines[^1].At, lines));
        }

        foreach (var (id, sum) in state.Products)
        {
            if (!state.Orders.Has(id) && Math.Abs(sum.Sum * factor) >= Faint)
            {
                read.Add((id, sum.Sum * factor, sum.LastAt, []));
            }
        }

        if (read.Count > options.ReadProducts)
        {
            // What is bought again and again is the strongest signal there is, and it does not fade within a season.
            read = [.. read
                .OrderByDescending(product => product.Lines.Length)
                .ThenByDescending(product => product.Lines.IsEmpty ? Math.Abs(product.Value) : 0)
                .ThenByDescending(product => product.Last)
                .ThenBy(product => product.Id, StringComparer.Ordinal)
                .Take(options.ReadProducts)];
        }

        var affinities = new Dictionary<string, ProductAffinity>(read.Count, StringComparer.Ordinal);
        foreach (var (id, value, _, lines) in read)
        {
            affinities.Add(id, new ProductAffinity
            {
                Score = Squash(value, options),
                Purchases = lines.Length,
                LastPurchasedAt = lines.IsEmpty ? null : DateTimeOffset.FromUnixTimeMilliseconds(lines[^1].At),
                UsualQuantity = lines.IsEmpty ? null : habits.UsualQuantities[id],
            });
        }

        return affinities;
    }

    /// <summary>The most pressing first; what is overdue by two of its own intervals is no habit any more.</summary>
    private static List<ReorderDue> Reorder(IReadOnlyList<ReorderDue> due, long nowMs, LearningOptions options) =>
        [.. due.Where(reorder => nowMs - reorder.Due.ToUnixTimeMilliseconds() <= 2 * reorder.IntervalDays * 86_400_000).Take(options.RecentProducts)];

    /// <summary>-1..1; five digits, so that the last bits of a sum never show.</summary>
    private static double Squash(double value, LearningOptions options) => Math.Round(value / (Math.Abs(value) + options.SquashScale), 5);
}
