using System.Collections.Immutable;
using Personalization.Profiles.Learning;

namespace Personalization.Profiles.Views;

/// <summary>
/// What time on one product teaches: in each view the highest step reached, once; a higher step reached later adds the difference
/// at its own time. A view is a session, or without session ids a run of marks without a long gap. All of it follows from the set of
/// marks, never from their order of arrival.
/// </summary>
internal static class DwellSignal
{
    private const int KeptMarks = 16;

    /// <param name="Sum">Decayed.</param>
    /// <param name="Weight">The same before decay.</param>
    /// <param name="Evidence">Marks that reached a step.</param>
    public readonly record struct Effect(double Sum, double Weight, int Evidence);

    public static ImmutableArray<DwellMark> Add(ImmutableArray<DwellMark> marks, DwellMark mark)
    {
        var place = marks.Length;
        while (place > 0 && (mark.At < marks[place - 1].At || (mark.At == marks[place - 1].At && mark.Seconds < marks[place - 1].Seconds)))
        {
            place--;
        }

        return marks.Insert(place, mark);
    }

    /// <summary>The newest marks; what the others taught stays taught.</summary>
    public static ImmutableArray<DwellMark> Trim(ImmutableArray<DwellMark> marks) =>
        marks.Length <= KeptMarks ? marks : marks.RemoveRange(0, marks.Length - KeptMarks);

    /// <param name="marks">In order of time.</param>
    public static Effect Of(ImmutableArray<DwellMark> marks, LearningRules rules, DecayScale scale)
    {
        var effect = default(Effect);
        foreach (var group in marks.Where(mark => mark.Session != 0).GroupBy(mark => mark.Session))
        {
            effect = AddView(effect, group, rules.Weights, scale);
        }

        var gap = rules.Options.SessionTimeoutMinutes * 60_000;
        List<DwellMark> view = [];
        foreach (var mark in marks.Where(mark => mark.Session == 0))
        {
            if (view.Count > 0 && mark.At - view[^1].At > gap)
            {
                effect = AddView(effect, view, rules.Weights, scale);
                view.Clear();
            }

            view.Add(mark);
        }

        return AddView(effect, view, rules.Weights, scale);
    }

    /// <summary>The highest step within these seconds.</summary>
    public static DwellStep? StepOf(double seconds, SignalWeights weights) => weights.DwellSteps.LastOrDefault(step => seconds >= step.Seconds);

    private static Effect AddView(Effect effect, IEnumerable<DwellMark> view, SignalWeights weights, DecayScale scale)
    {
        var reached = 0.0;
        foreach (var mark in view)
        {
            var weight = StepOf(mark.Seconds, weights)?.Weight ?? 0;
            if (weight > reached)
            {
                effect = new Effect(effect.Sum + ((weight - reached) * scale.At(mark.At)), effect.Weight + weight - reached, effect.Evidence + 1);
                reached = weight;
            }
        }

        return effect;
    }
}
