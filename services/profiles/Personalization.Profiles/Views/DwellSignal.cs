using System.Collections.Immutable;
using Personalization.Profiles.Learning;

namespace Personalization.Profiles.Views;

/// <summary>
/// What time on one product teaches: in each view the highest step reached, once; a higher step reached later adds the difference
/// at its own time. All of it follows from the set of reports, never from their order of arrival; a report that joins two views takes
/// back what one of them counted too much.
/// </summary>
internal static class DwellSignal
{
    /// <summary>Views kept of one product, the newest; what the others taught stays taught.</summary>
    private const int KeptViews = 16;

    /// <summary>31 days: a session may have begun before the 30.</summary>
    private const long KeptMs = 31L * 86_400_000;

    /// <summary>Of all products, 10 KB as base64.</summary>
    private const int KeptBytes = 7_500;

    /// <param name="Sum">Decayed.</param>
    /// <param name="Weight">The same before decay.</param>
    /// <param name="Evidence">Reports that reached a step which their view had not reached before.</param>
    public readonly record struct Effect(double Sum, double Weight, int Evidence);

    /// <summary>The views of a product with one more report, or with a view of another shopper who is the same; not yet <see cref="Trim"/>med.</summary>
    /// <param name="views">In order of time.</param>
    /// <param name="view">What comes in.</param>
    /// <param name="rules">In force.</param>
    public static ImmutableArray<DwellView> Add(ImmutableArray<DwellView> views, DwellView view, LearningRules rules)
    {
        var gap = rules.Options.SessionTimeoutMinutes * 60_000;
        var after = ImmutableArray.CreateBuilder<DwellView>(views.Length + 1);
        foreach (var other in views)
        {
            if (other.Span.IsOneWith(view.Span, gap))
            {
                view = new DwellView(view.Span.Joined(other.Span), Rising(view.Marks, other.Marks, rules.Weights));
            }
            else
            {
                after.Add(other);
            }
        }

        after.Add(view);
        after.Sort(static (left, right) => left.Span.CompareTo(right.Span));
        return after.DrainToImmutable();
    }

    public static ImmutableArray<DwellView> Trim(ImmutableArray<DwellView> views) =>
        views.Length <= KeptViews ? views : views.RemoveRange(0, views.Length - KeptViews);

    /// <summary>As many products as are kept and as fit into their state key: the one whose views are the oldest goes first, and all that no event of the last 30 days can belong to.</summary>
    /// <param name="dwells">Views by product.</param>
    /// <param name="newest">Of all events, Unix milliseconds.</param>
    /// <param name="options">In force.</param>
    public static ImmutableDictionary<string, ImmutableArray<DwellView>> Bounded(ImmutableDictionary<string, ImmutableArray<DwellView>> dwells, long newest, LearningOptions options)
    {
        var room = KeptBytes;
        List<string>? bygone = null;
        foreach (var (product, views) in dwells)
        {
            if (newest - views[^1].Span.To > KeptMs)
            {
                (bygone ??= []).Add(product);
            }
            else
            {
                room -= Bytes(product, views);
            }
        }

        dwells = bygone is null ? dwells : dwells.RemoveRange(bygone);

        if (dwells.Count <= options.KeptDwells && room >= 0)
        {
            return dwells;
        }

        foreach (var (product, views) in dwells.OrderBy(entry => entry.Value[^1].Span.To).ThenBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (dwells.Count == 1 || (dwells.Count <= options.KeptDwells && room >= 0))
            {
                break;
            }

            dwells = dwells.Remove(product);
            room += Bytes(product, views);
        }

        return dwells;
    }

    public static Effect Of(ImmutableArray<DwellView> views, LearningRules rules, DecayScale scale)
    {
        var effect = default(Effect);
        foreach (var view in views)
        {
            var reached = 0.0;
            foreach (var mark in view.Marks)
            {
                var weight = StepOf(mark.Seconds, rules.Weights)?.Weight ?? 0;
                if (weight > reached)
                {
                    effect = new Effect(effect.Sum + scale.Amount(weight - reached, mark.At), effect.Weight + weight - reached, effect.Evidence + 1);
                    reached = weight;
                }
            }
        }

        return effect;
    }

    /// <summary>The highest step within these seconds.</summary>
    public static DwellStep? StepOf(float seconds, SignalWeights weights)
    {
        for (var i = weights.DwellSteps.Count - 1; i >= 0; i--)
        {
            if (seconds >= weights.DwellSteps[i].Seconds)
            {
                return weights.DwellSteps[i];
            }
        }

        return null;
    }

    private static int Bytes(string product, ImmutableArray<DwellView> views)
    {
        var bytes = product.Length + 2;
        foreach (var view in views)
        {
            bytes += 15 + (8 * view.Marks.Length);
        }

        return bytes;
    }

    private static ImmutableArray<DwellMark> Rising(ImmutableArray<DwellMark> left, ImmutableArray<DwellMark> right, SignalWeights weights)
    {
        var marks = left.AddRange(right).Sort(static (one, other) => one.At != other.At ? one.At.CompareTo(other.At) : one.Seconds.CompareTo(other.Seconds));
        var rising = ImmutableArray.CreateBuilder<DwellMark>(marks.Length);
        var reached = 0.0;
        foreach (var mark in marks)
        {
            if (StepOf(mark.Seconds, weights) is { } step && step.Weight > reached)
            {
                rising.Add(mark);
                reached = step.Weight;
            }
        }

        return rising.DrainToImmutable();
    }
}
