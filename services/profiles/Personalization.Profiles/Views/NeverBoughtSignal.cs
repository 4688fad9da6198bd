using System.Collections.Immutable;
using Personalization.Profiles.Learning;

namespace Personalization.Profiles.Views;

/// <summary>
/// "Viewed, never bought": the moment at which a product has been viewed in enough sessions over enough days. It follows from the set
/// of views. A purchase, whenever it arrives, makes it untrue: the host of this rule then takes the signal back.
/// </summary>
internal static class NeverBoughtSignal
{
    private const int KeptViews = 8;
    private const double DayMs = 86_400_000;

    /// <summary>The view of a session counts once, at its first time.</summary>
    public static ImmutableArray<ViewMark> Add(ImmutableArray<ViewMark> views, ViewMark view, LearningOptions options)
    {
        for (var i = 0; i < views.Length; i++)
        {
            if (view.Session != 0 ? views[i].Session == view.Session : views[i].Session == 0 && Math.Abs(views[i].At - view.At) <= options.SessionTimeoutMinutes * 60_000)
            {
                return view.At < views[i].At ? Sorted(views.SetItem(i, view)) : views;
            }
        }

        return Trim(Sorted(views.Add(view)), options);
    }

    /// <summary>The views of two shoppers who are one. When only both together make the rule true neither was taught it: then the next view has to find it.</summary>
    public static ImmutableArray<ViewMark> Union(ImmutableArray<ViewMark> left, ImmutableArray<ViewMark> right, LearningOptions options)
    {
        var union = right.Aggregate(left, (views, view) => Add(views, view, options));
        return At(union, options) is null || At(left, options) is not null || At(right, options) is not null
            ? union
            : left.Length >= right.Length ? left : right;
    }

    /// <summary>When the rule came true, or null.</summary>
    public static long? At(ImmutableArray<ViewMark> views, LearningOptions options)
    {
        for (var i = options.NeverBoughtSessions - 1; i < views.Length; i++)
        {
            if (views[i].At - views[0].At >= options.NeverBoughtDays * DayMs)
            {
                return views[i].At;
            }
        }

        return null;
    }

    /// <summary>Views in the middle decide nothing as long as enough others stand: the first, the one at which the rule comes true, and the newest do.</summary>
    private static ImmutableArray<ViewMark> Trim(ImmutableArray<ViewMark> views, LearningOptions options)
    {
        if (views.Length <= KeptViews)
        {
            return views;
        }

        var place = options.NeverBoughtSessions - 1;
        return views[place].At - views[0].At >= options.NeverBoughtDays * DayMs ? views.RemoveAt(views.Length - 1) : views.RemoveAt(place);
    }

    private static ImmutableArray<ViewMark> Sorted(ImmutableArray<ViewMark> views) =>
        views.Sort((left, right) => left.At != right.At ? left.At.CompareTo(right.At) : left.Session.CompareTo(right.Session));
}
