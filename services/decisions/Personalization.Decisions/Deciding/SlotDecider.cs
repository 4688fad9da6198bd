using System.Globalization;
using Personalization.Decisions.Choices;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Features;
using Personalization.Decisions.Models;

namespace Personalization.Decisions.Deciding;

/// <summary>Decides one slot: estimates, probabilities, one draw, and the reasons.</summary>
public static class SlotDecider
{
    /// <summary>Terms named in the reasons.</summary>
    private const int MostReasons = 3;

    private const double LeastTerm = 0.001;

    /// <summary>Numbers of a vector that stands on the stack.</summary>
    private const int OnStack = 64;

    /// <summary>Turns what was sent into the model's features.</summary>
    public static Feature[] Features(IReadOnlyList<NamedValue>? values) => values is null ? [] : [.. values.Select(value => new Feature(value.Name, value.Value))];

    /// <summary>The vector of an item in a context: what is learned from, and what is decided with.</summary>
    public static double[] Encode(FeatureSpace space, IReadOnlyList<NamedValue>? context, IReadOnlyList<NamedValue>? item)
    {
        var (shared, x) = (new double[space.Dimensions], new double[space.Dimensions]);
        space.EncodeContext(context, shared);
        space.EncodeItem(shared, space.Factors(context, ofItem: false), item, x);
        return x;
    }

    /// <param name="slot">The slot; its items are not empty.</param>
    /// <param name="context">Of the page.</param>
    /// <param name="settings">Of the slot.</param>
    /// <param name="model">Not changed but for what it caches: one caller at a time.</param>
    /// <param name="id">The decision's.</param>
    /// <param name="seed">Decides the draw (<see cref="Lottery.Seed"/>).</param>
    /// <param name="now">The time.</param>
    /// <param name="influences">What else bears on the slot; null: nothing.</param>
    /// <param name="mostRanked">Items named in the ranking; null: all.</param>
    public static SlotDecision Decide(DecideSlot slot, IReadOnlyList<NamedValue>? context, SlotSettings settings, BanditModel model, string id, ulong seed, DateTimeOffset now,
        SlotInfluences? influences = null, int? mostRanked = null)
    {
        influences ??= SlotInfluences.None;
        var exploration = settings.Exploration.Create() ?? new EpsilonGreedy(settings.Exploration.Epsilon);
        var ramped = influences.Ramp?.Exploration.Create();
        var space = FeatureSpace.Of(settings.Model);
        Span<double> shared = Room(space, stackalloc double[OnStack]);
        Span<double> x = Room(space, stackalloc double[OnStack]);
        space.EncodeContext(context, shared);
        var factors = space.Factors(context, ofItem: false);
        var estimates = new ArmEstimate[slot.Items.Count];
        for (var i = 0; i < estimates.Length; i++)
        {
            space.EncodeItem(shared, factors, slot.Items[i].Features, x);
            estimates[i] = model.Estimate(slot.Items[i].Id, x, now, exploration.NeedsDeviations || ramped?.NeedsDeviations == true);
            if (influences.Scores is not null || influences.Boosts is not null)
            {
                estimates[i] = estimates[i] with { Mean = (influences.Scores?[i] ?? estimates[i].Mean) + (influences.Boosts?[i] ?? 0) };
            }
        }

        var probabilities = new double[estimates.Length];
        exploration.Fill(estimates, probabilities);
        if (ramped is not null)
        {
            Mix(probabilities, estimates, ramped, influences.Ramp!.Share);
        }

        var would = Lottery.Draw(probabilities, seed);
        var chosen = settings.Apprentice ? 0 : would;
        var order = Order(estimates);
        var isBest = chosen == order[0];
        var reasons = settings.Apprentice
            ? [would == 0 ? "the slot's default, and what the model would have shown" : $"the slot's default; the model, still an apprentice, would have shown {slot.Items[would].Id}"]
            : influences.Scores is not null ? Scored(isBest, probabilities[chosen])
            : Reasons(slot.Items[chosen], context, space, model, isBest, probabilities[chosen], now);
        if (settings.Apprentice)
        {
            probabilities = new double[estimates.Length];
            probabilities[0] = 1;
        }

        var decided = new DecidedSlot
        {
            Slot = slot.Name,
            DecisionId = id,
            Selected = slot.Items[chosen].Id,
            Propensity = probabilities[chosen],
            Confidence = Confidence(estimates, chosen, order[0], model, slot.Items[chosen], space, shared, factors, now),
            Reasons = reasons,
            Ranking = [.. order.Take(mostRanked ?? order.Length).Select(i => new RankedItem(slot.Items[i].Id, estimates[i].Mean, probabilities[i]))],
            WouldSelect = settings.Apprentice ? slot.Items[would].Id : null,
            Policy = Name(settings, influences),
        };
        return new SlotDecision(decided, probabilities, chosen);
    }

    /// <summary>Numbers of a vector: on the stack while they are few.</summary>
    private static Span<double> Room(FeatureSpace space, Span<double> onStack) => space.Dimensions <= onStack.Length ? onStack[..space.Dimensions] : new double[space.Dimensions];

    /// <summary>The best first; of equals the one that came first.</summary>
    private static int[] Order(ArmEstimate[] estimates)
    {
        var order = new int[estimates.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (one, two) => estimates[two].Mean.CompareTo(estimates[one].Mean) is var byMean and not 0 ? byMean : one.CompareTo(two));
        return order;
    }

    private static string Name(SlotSettings settings, SlotInfluences influences)
    {
        var name = settings.Exploration.Algorithm + (influences.Scores is null ? "" : ":served");
        return settings.Apprentice ? name + ":apprentice"
            : influences.Ramp is { } ramp ? string.Create(CultureInfo.InvariantCulture, $"{name}>{ramp.Exploration.Algorithm}:{100 * ramp.Share:0}%")
            : name;
    }

    /// <summary>Whichever of two policies decides: the chance of an item is the mixture of its chances.</summary>
    private static void Mix(double[] probabilities, ArmEstimate[] estimates, IExploration other, double share)
    {
        var others = new double[probabilities.Length];
        other.Fill(estimates, others);
        for (var i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] = ((1 - share) * probabilities[i]) + (share * others[i]);
        }
    }

    private static List<string> Scored(bool isBest, double probability) =>
    [
        isBest ? "the model server expects most of it" : string.Create(CultureInfo.InvariantCulture, $"shown to learn about it, in {probability:0.##%} of such cases"),
    ];

    /// <summary>The chance that the item is as good as the best estimate, by a normal approximation: 0.5 for an equal one, near 0 for a trial.</summary>
    private static double Confidence(
        ReadOnlySpan<ArmEstimate> estimates, int chosen, int best, BanditModel model, DecideItem item, FeatureSpace space, ReadOnlySpan<double> shared, ReadOnlySpan<CrossFactor> factors, DateTimeOffset now)
    {
        Span<double> x = Room(space, stackalloc double[OnStack]);
        space.EncodeItem(shared, factors, item.Features, x);
        var deviation = model.Estimate(item.Id, x, now, deviations: true).Deviation;
        var rival = estimates[best].Mean;
        if (chosen == best)
        {
            rival = double.NegativeInfinity;
            for (var i = 0; i < estimates.Length; i++)
            {
                rival = i == best ? rival : Math.Max(rival, estimates[i].Mean);
            }
        }

        return double.IsNegativeInfinity(rival) ? 1 : 1 / (1 + Math.Exp(-1.702 * (estimates[chosen].Mean - rival) / Math.Max(deviation, 1e-9)));
    }

    private static List<string> Reasons(
        DecideItem item, IReadOnlyList<NamedValue>? context, FeatureSpace space, BanditModel model, bool isBest, double probability, DateTimeOffset now)
    {
        List<string> reasons = [];
        if (!isBest)
        {
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"shown to learn about it, in {probability:0.##%} of such cases"));
        }

        if (!model.Knows(item.Id))
        {
            reasons.Add("new here: judged by what holds for all items");
        }

        var weights = model.Weights(item.Id, now);
        var terms = new List<(string Name, double Value)>();
        foreach (var (features, ofItem) in new[] { (Features(context), false), (Features(item.Features), true) })
        {
            foreach (var feature in features)
            {
                if (space.Locate(feature, ofItem) is { } at)
                {
                    terms.Add((feature.Name, weights[at.Place] * at.Value));
                }
            }
        }

        foreach (var two in space.Factors(item.Features, ofItem: true))
        {
            foreach (var one in space.Factors(context, ofItem: false))
            {
                var (place, value) = space.Locate(one, two);
                terms.Add(($"{one.Name} with {two.Name}", weights[place] * value));
            }
        }

        reasons.AddRange(terms
            .Where(term => Math.Abs(term.Value) >= LeastTerm)
            .OrderByDescending(term => Math.Abs(term.Value)).ThenBy(term => term.Name, StringComparer.Ordinal)
            .Take(MostReasons)
            .Select(term => string.Create(CultureInfo.InvariantCulture, $"{term.Name} {(term.Value > 0 ? "speaks for" : "speaks against")} it ({term.Value:+0.###;-0.###})")));
        if (reasons.Count == 0)
        {
            reasons.Add("did best so far, whatever the context");
        }

        return reasons;
    }
}
