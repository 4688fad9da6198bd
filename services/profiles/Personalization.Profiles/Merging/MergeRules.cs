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
    /// <summary>The source's side: from here on it is an alias.</summary>
    public static ShopperState Alias(ShopperState source, string target) =>
        source with { Merges = source.Merges with { MovedTo = target, Delivered = false } };

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
            Dwells = right.Dwells.Aggregate(left.Dwells, (dwells, entry) => dwells.SetItem(
                entry.Key,
                DwellSignal.Trim(entry.Value.Aggregate(dwells.GetValueOrDefault(entry.Key, []), DwellSignal.Add)))),
            Candidates = right.Candidates.Aggregate(left.Candidates, (candidates, entry) => candidates.SetItem(
                entry.Key,
                NeverBoughtSignal.Union(candidates.GetValueOrDefault(entry.Key, []), entry.Value, options))),
            Lists = right.Lists.Aggregate(left.Lists, (lists, entry) => lists.ContainsKey(entry.Key) ? lists : lists.Add(entry.Key, entry.Value)),
            Sessions = SessionLedger.Union(left.Sessions, right.Sessions, options),
            Seen = left.Seen.Union(right.Seen),
            Cart = CartRules.Unite(left.Cart, right.Cart, now, options),
            Switches = Stricter(left.Switches, right.Switches),
            Merges = left.Merges with
            {
                Absorbed = left.Merges.Absorbed.SetItems(right.Merges.Absorbed).SetItem(sourceId, right.Version),
            },
        };
        return LearningTurn.Trimmed(WithoutBought(merged, rules), options);
    }

    /// <summary>
    /// What one bought, the other no longer "viewed and never bought". Its signal is taken back from the product; the names it went to as
    /// well are not remembered with the views.
    /// </summary>
    private static ShopperState WithoutBought(ShopperState merged, LearningRules rules)
    {
        foreach (var (product, views) in merged.Candidates)
        {
            if (!merged.Orders.Has(product))
            {
                continue;
            }

            if (NeverBoughtSignal.At(views, rules.Options) is { } came && merged.Products.TryGetValue(product, out var sum))
            {
                var taken = rules.Weights[SignalKeys.ViewedNeverBought] * merged.Scale!.Value.At(came);
                merged = merged with { Products = merged.Products.SetItem(product, sum with { Sum = sum.Sum - taken }) };
            }

            merged = merged with { Candidates = merged.Candidates.Remove(product) };
        }

        return merged;
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
