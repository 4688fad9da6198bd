using System.Collections.Immutable;
using Personalization.Profiles.Learning;

namespace Personalization.Profiles.Views;

/// <summary>
/// "Viewed, never bought": the moment at which a product has been viewed in enough sessions over enough days. It follows from the set
/// of views. A purchase, whenever it arrives, makes it untrue: the host of this rule then takes the signal back.
/// </summary>
internal static class NeverBoughtSignal
{
    /// <summary>Views kept of one product. Beyond them one in the middle goes, and a late event may find another moment than one in time would have.</summary>
    private const int KeptViews = 24;

    private const double DayMs = 86_400_000;

    /// <summary>The view of a session counts once, at its first time.</summary>
    public static ImmutableArray<ViewSpan> Add(ImmutableArray<ViewSpan> views, ViewSpan view, LearningOptions options)
    {
        var gap = options.SessionTimeoutMinutes * 60_000;
        for (var i = 0; i < views.Length; i++)
        {
            if (views[i].IsOneWith(view, gap) && (view.Session != 0 ? views[i].From <= view.From : views[i].Joined(view) == views[i]))
            {
                return views;
            }
        }

        var after = ImmutableArray.CreateBuilder<ViewSpan>(views.Length + 1);
        foreach (var other in views)
        {
            if (other.IsOneWith(view, gap))
            {
                view = view.Joined(other);
            }
            else
            {
                after.Add(other);
            }
        }

        after.Add(view);
        after.Sort(static (left, right) => left.CompareTo(right));
        return Trim(after.DrainToImmutable(), options);
    }

    /// <summary>The views of two shoppers who are one.</summary>
    public static ImmutableArray<ViewSpan> Union(ImmutableArray<ViewSpan> left, ImmutableArray<ViewSpan> right, LearningOptions options) =>
        right.Aggregate(left, (views, view) => Add(views, view, options));

    /// <summary>When the rule came true, or null.</summary>
    public static long? At(ImmutableArray<ViewSpan> views, LearningOptions options)
    {
        for (var i = options.NeverBoughtSessions - 1; i < views.Length; i++)
        {
            if (views[i].From - views[0].From >= options.NeverBoughtDays * DayMs)
            {
                return views[i].From;
            }
        }

        return null;
    }

    /// <summary>When the signal that stands was learned; null when none stands.</summary>
    public static long? TaughtAt(ProductWatch watch, LearningOptions options) =>
        watch.TaughtAt == ProductWatch.AsViewsSay ? At(watch.Views, options) : watch.TaughtAt;

    /// <summary>As many products as are kept: the one whose last view is the oldest goes first, and what it taught stays taught.</summary>
    public static ImmutableDictionary<string, ProductWatch> Bounded(ImmutableDictionary<string, ProductWatch> candidates, LearningOptions options) =>
        candidates.Count <= options.NeverBoughtCandidates
            ? candidates
            : candidates.RemoveRange([.. candidates
                .OrderBy(entry => entry.Value.Views[^1].From)
                .ThenBy(entry => entry.Key, StringComparer.Ordinal)
                .Take(candidates.Count - options.NeverBoughtCandidates)
                .Select(entry => entry.Key)]);

    /// <summary>Views in the middle decide nothing as long as enough others stand: the first, the one at which the rule comes true, and the newest do.</summary>
    private static ImmutableArray<ViewSpan> Trim(ImmutableArray<ViewSpan> views, LearningOptions options)
    {
        if (views.Length <= KeptViews)
        {
            return views;
        }

        var place = options.NeverBoughtSessions - 1;
        return views[place].From - views[0].From >= options.NeverBoughtDays * DayMs ? views.RemoveAt(views.Length - 1) : views.RemoveAt(place);
    }
}
