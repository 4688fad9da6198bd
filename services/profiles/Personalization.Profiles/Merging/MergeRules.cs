using System.Collections.Immutable;
using Personalization.Profiles.Carts;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.Learning;
using Personalization.Profiles.Lists;
using Personalization.Profiles.Purchases;
using Personalization.Profiles.Sessions;
using Personalization.Profiles.State;
using Personalization.Profiles.Views;

namespace Personalization.Profiles.Merging;

/// <summary>
/// What one shopper taught, carried over to another, once. Sums and evidence add, because the events behind them differ;
/// order lines, views, lists and ids unite. The order of two merges into one target does not matter.
/// </summary>
public static class MergeRules
{
    /// <summary>
    /// The merge that must be over before this one may begin here: a source has no other, neither of its own nor as a target, so that what it
    /// hands over is all of it; a target is no source, so that it does not go away itself. Null when the way is free.
    /// </summary>
    /// <param name="state">Of one of the two.</param>
    /// <param name="id">Its actor id.</param>
    /// <param name="claim">The merge that wants to begin.</param>
    public static MergeClaim? InTheWay(ShopperState state, string id, MergeClaim claim) =>
        state.Merges.Claims.FirstOrDefault(other => other != claim && (claim.Source == id || other.Source == id));

    public static ShopperState Claimed(ShopperState state, MergeClaim claim) =>
        state.Merges.Claims.Contains(claim) ? state : state with { Merges = state.Merges with { Claims = state.Merges.Claims.Add(claim) } };

    public static ShopperState Released(ShopperState state, MergeClaim claim) =>
        state.Merges.Claims.Contains(claim) ? state with { Merges = state.Merges with { Claims = state.Merges.Claims.Remove(claim) } } : state;

    /// <summary>The source's side: from here on it is an alias.</summary>
    public static ShopperState Alias(ShopperState source, string target) =>
        source with { Merges = source.Merges with { MovedTo = target, Delivered = false, Claims = [] } };

    /// <summary>The source's side of a merge whose target turned out to be an alias of the source: it is a shopper of its own again.</summary>
    public static ShopperState Unaliased(ShopperState source) => source with { Merges = source.Merges with { MovedTo = null } };

    /// <summary>The source's side, once the target confirmed: only the alias stays.</summary>
    public static ShopperState Emptied(ShopperState source) => ShopperState.Empty with
    {
        Version = source.Version,
        Merges = source.Merges with { Delivered = true },
    };

    public static bool HasAbsorbed(ShopperState target, string source) => target.Merges.Absorbed.ContainsKey(source);

    /// <summary>The target's side. A second delivery of the same source changes nothing.</summary>
    /// <param name="target">As it stands.</param>
    /// <param name="sourceId">Actor id of the source.</param>
    /// <param name="source">All that the source holds.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <param name="rules">In force.</param>
    public static ShopperState Absorb(ShopperState target, string sourceId, ShopperState source, long now, LearningRules rules)
    {
        if (HasAbsorbed(target, sourceId))
        {
            return target;
        }

        var options = rules.Options;
        var newest = Math.Max(target.NewestAt, source.NewestAt);
        var left = LearningTurn.Rescaled(target, newest, options);
        var right = LearningTurn.Rescaled(source, newest, options);
        if (left.Scale is { } leftScale && right.Scale is { } rightScale && leftScale != rightScale)
        {
            var later = leftScale.ReferenceSteps >= rightScale.ReferenceSteps ? leftScale : rightScale;
            left = LearningTurn.Rescaled(left, later, newest);
            right = LearningTurn.Rescaled(right, later, newest);
        }

        var merged = left with
        {
            Scale = left.Scale ?? right.Scale,
            Categories = Added(left.Categories, right.Categories),
            Attributes = Added(left.Attributes, right.Attributes),
            Brands = Added(left.Brands, right.Brands),
            AttributedSum = left.AttributedSum + right.AttributedSum,
            Events = left.Events + right.Events,
            NewestAt = newest,
            UpdatedAt = Math.Max(left.UpdatedAt, right.UpdatedAt),
            Products = Added(left.Products, right.Products),
            Recent = RecentTouches.Union(left.Recent, right.Recent, options),
            Orders = United(left.Orders, right.Orders),
            Dwells = DwellSignal.Bounded(
                right.Dwells.Aggregate(left.Dwells, (dwells, entry) => dwells.SetItem(
                    entry.Key,
                    DwellSignal.Trim(entry.Value.Aggregate(dwells.GetValueOrDefault(entry.Key, []), (views, view) => DwellSignal.Add(views, view, rules))))),
                newest,
                options),
            Lists = right.Lists.Aggregate(left.Lists, (lists, entry) => lists.ContainsKey(entry.Key) ? lists : lists.Add(entry.Key, entry.Value)),
            Sessions = SessionLedger.Union(left.Sessions, right.Sessions, options),
            Seen = left.Seen.Union(right.Seen),
            Cart = CartRules.Unite(left.Cart, right.Cart, now, options),
            Switches = Stricter(left.Switches, right.Switches),
            Merges = left.Merges with
            {
                Absorbed = left.Merges.Absorbed.SetItems(right.Merges.Absorbed).SetItem(sourceId, right.Version),
                Claims = left.Merges.Claims.RemoveAll(claim => claim.Source == sourceId),
            },
        };
        return Watched(merged, left, right, rules);
    }

    /// <summary>
    /// What was viewed and never bought, by both as one: what one bought, the other no longer counts, and what both were taught counts once.
    /// When only both together make the rule true the next view finds it, because it takes an event to tell others of it.
    /// </summary>
    private static ShopperState Watched(ShopperState merged, ShopperState left, ShopperState right, LearningRules rules)
    {
        var options = rules.Options;
        if (merged.Scale is null)
        {
            return LearningTurn.Trimmed(merged, options);
        }

        var turn = new LearningTurn(merged, options, merged.NewestAt);
        var weight = rules.Weights[SignalKeys.ViewedNeverBought];
        var candidates = left.Candidates;
        foreach (var product in left.Candidates.Keys.Union(right.Candidates.Keys))
        {
            var (one, other) = (left.Candidates.GetValueOrDefault(product), right.Candidates.GetValueOrDefault(product));
            if (merged.Orders.Has(product))
            {
                Teach(product, one, -1);
                Teach(product, other, -1);
                candidates = candidates.Remove(product);
            }
            else if (other is not null)
            {
                var views = NeverBoughtSignal.Union(one?.Views ?? [], other.Views, options);
                var taught = (one is null ? null : NeverBoughtSignal.TaughtAt(one, options)) is not null ? one! : other;
                var joined = new ProductWatch(views, NeverBoughtSignal.TaughtAt(taught, options) is null ? null : NeverBoughtSignal.At(views, options), taught.Names);
                if (one is not null)
                {
                    Teach(product, one, -1);
                    Teach(product, other, -1);
                    Teach(product, joined, 1);
                }

                candidates = candidates.SetItem(product, joined);
            }
        }

        return turn.Finish() with { Candidates = NeverBoughtSignal.Bounded(candidates, options) };

        void Teach(string product, ProductWatch? watch, int sign)
        {
            if (watch is not null && NeverBoughtSignal.TaughtAt(watch, options) is { } at)
            {
                turn.Teach(product, watch.Names ?? NameSet.None, sign * turn.Scale.Amount(weight, at), sign, at);
            }
        }
    }

    private static PersonalizationSwitches Stricter(PersonalizationSwitches left, PersonalizationSwitches right)
    {
        if (ReferenceEquals(right, ShopperState.DefaultSwitches) || left == right)
        {
            return left;
        }

        return new PersonalizationSwitches
        {
            Enabled = left.Enabled && right.Enabled,
            Features = FeatureNames.All.ToDictionary(name => name, name => On(left, name) && On(right, name)),
        };

        static bool On(PersonalizationSwitches switches, string name) => !switches.Features.TryGetValue(name, out var on) || on;
    }

    private static ImmutableDictionary<string, FeatureSum> Added(ImmutableDictionary<string, FeatureSum> left, ImmutableDictionary<string, FeatureSum> right)
    {
        var builder = left.ToBuilder();
        foreach (var (name, sum) in right)
        {
            var known = builder.GetValueOrDefault(name);
            builder[name] = new FeatureSum(known.Sum + sum.Sum, known.Evidence + sum.Evidence);
        }

        return builder.ToImmutable();
    }

    private static ImmutableDictionary<string, ProductSum> Added(ImmutableDictionary<string, ProductSum> left, ImmutableDictionary<string, ProductSum> right)
    {
        var builder = left.ToBuilder();
        foreach (var (id, sum) in right)
        {
            var known = builder.GetValueOrDefault(id);
            builder[id] = new ProductSum(known.Sum + sum.Sum, Math.Max(known.LastAt, sum.LastAt));
        }

        return builder.ToImmutable();
    }

    private static OrderHistory United(OrderHistory left, OrderHistory right)
    {
        foreach (var (product, lines) in right.ByProduct)
        {
            foreach (var line in lines)
            {
                if (!left.Knows(product, line.LineHash))
                {
                    left = left.Add(product, line, long.MinValue, int.MaxValue);
                }
            }
        }

        return left;
    }
}
