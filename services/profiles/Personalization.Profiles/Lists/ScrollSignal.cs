using System.Collections.Immutable;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.Learning;

namespace Personalization.Profiles.Lists;

/// <summary>
/// Negative learning from ranked lists: a product scrolled past counts once in its list, for the earliest scroll that shows it, unless it was
/// clicked from that list, before or after. So any order of the same scrolls and clicks ends in the same sums.
/// </summary>
internal static class ScrollSignal
{
    /// <summary>A list longer than this is remembered in part.</summary>
    private const int KeptProducts = 200;

    private const int KeptBytes = 4_000;

    /// <summary>Products a scroll event says were passed over.</summary>
    public static IReadOnlyList<ProductFacts> Passed(Interaction scroll)
    {
        if (scroll.ProductId is { } id)
        {
            return [scroll.Product ?? scroll.Shown.FirstOrDefault(shown => shown.Id == id) ?? new ProductFacts { Id = id }];
        }

        var shown = scroll.Position is { } position ? scroll.Shown.Take(Math.Max(0, position)) : scroll.Shown;
        return [.. shown.DistinctBy(product => product.Id).Take(KeptProducts)];
    }

    /// <summary>A scroll over a list; the memory after it, and whether any product counts by it.</summary>
    public static (ListMemory List, bool Counted) Scroll(ListMemory list, Interaction scroll, double weight, LearningTurn turn)
    {
        var at = scroll.Timestamp.ToUnixTimeMilliseconds();
        var index = list.Scrolls.Length;
        list = list with
        {
            Scrolls = list.Scrolls.Add(new ScrollMark(StableHash.Of(scroll.EventId), at, weight, ImmutableDictionary<uint, int>.Empty)),
            LastAt = Math.Max(list.LastAt, at),
        };
        var counted = false;
        foreach (var product in Passed(scroll))
        {
            var key = StableHash.Short(product.Id);
            if (list.Products.TryGetValue(key, out var owner))
            {
                if (owner == ListMemory.Clicked || !list.Scrolls[index].IsBefore(list.Scrolls[owner]))
                {
                    continue;
                }

                list = Withdraw(list, owner, product.Id, product, turn);
            }
            else if (IsFull(list))
            {
                continue;
            }

            list = Count(list with { Products = list.Products.SetItem(key, index) }, index, product, turn);
            counted = true;
        }

        return (WithoutIdle(list), counted);
    }

    /// <summary>A product was engaged with from a list: it no longer counts as passed over there.</summary>
    public static ListMemory Click(ListMemory list, string productId, ProductFacts? facts, long at, LearningTurn turn)
    {
        var key = StableHash.Short(productId);
        if (list.Products.TryGetValue(key, out var owner) && owner != ListMemory.Clicked)
        {
            list = Withdraw(list, owner, productId, facts, turn);
        }
        else if (owner != ListMemory.Clicked && IsFull(list))
        {
            return list;
        }

        return WithoutIdle(list with { Products = list.Products.SetItem(key, ListMemory.Clicked), LastAt = Math.Max(list.LastAt, at) });
    }

    private static bool IsFull(ListMemory list) => list.Products.Count >= KeptProducts || list.Bytes >= KeptBytes;

    /// <summary>Without the scrolls that no product counts by: they decide nothing, and a page that reports every move sends many of them.</summary>
    private static ListMemory WithoutIdle(ListMemory list)
    {
        var owners = list.Products.Values.Where(owner => owner != ListMemory.Clicked).Distinct().Order().ToList();
        return owners.Count == list.Scrolls.Length
            ? list
            : list with
            {
                Scrolls = [.. owners.Select(owner => list.Scrolls[owner])],
                Products = list.Products.ToImmutableDictionary(entry => entry.Key, entry => entry.Value == ListMemory.Clicked ? entry.Value : owners.IndexOf(entry.Value)),
            };
    }

    private static ListMemory Count(ListMemory list, int index, ProductFacts product, LearningTurn turn)
    {
        var mark = list.Scrolls[index];
        turn.Teach(product.Id, product, turn.Scale.Amount(mark.Weight, mark.At), 0, mark.At);
        var names = mark.Names;
        foreach (var (kind, name) in LearningTurn.NamesOf(product))
        {
            var hash = NameSet.Hash(kind, name);
            var products = names.GetValueOrDefault(hash);
            names = names.SetItem(hash, products + 1);
            if (products == 0)
            {
                turn.AddEvidence(kind, name, 1);
            }
        }

        return list with { Scrolls = list.Scrolls.SetItem(index, mark with { Names = names }) };
    }

    private static ListMemory Withdraw(ListMemory list, int index, string productId, ProductFacts? product, LearningTurn turn)
    {
        var mark = list.Scrolls[index];
        turn.Teach(productId, product, -turn.Scale.Amount(mark.Weight, mark.At), 0, mark.At);
        if (product is null)
        {
            return list;
        }

        var names = mark.Names;
        foreach (var (kind, name) in LearningTurn.NamesOf(product))
        {
            var hash = NameSet.Hash(kind, name);
            var products = names.GetValueOrDefault(hash);
            if (products == 1)
            {
                turn.AddEvidence(kind, name, -1);
                names = names.Remove(hash);
            }
            else if (products > 1)
            {
                names = names.SetItem(hash, products - 1);
            }
        }

        return list with { Scrolls = list.Scrolls.SetItem(index, mark with { Names = names }) };
    }
}
