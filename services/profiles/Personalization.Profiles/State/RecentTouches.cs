using System.Collections.Immutable;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.Learning;

namespace Personalization.Profiles.State;

/// <summary>The newest touch of each of the newest products, whatever the order of arrival.</summary>
internal static class RecentTouches
{
    /// <summary>Types that bring a product to the shopper's mind; scrolling past it or taking it back does not.</summary>
    public static bool Counts(string type) => type is InteractionTypes.Click or InteractionTypes.ViewDetails or InteractionTypes.Dwell or InteractionTypes.AddToCart
        or InteractionTypes.QuantityIncrease or InteractionTypes.SaveForLater or InteractionTypes.Purchase or InteractionTypes.RecommendationClicked or InteractionTypes.VirtualTryOn;

    public static ImmutableArray<RecentTouch> Add(ImmutableArray<RecentTouch> recent, RecentTouch touch, LearningOptions options)
    {
        for (var i = 0; i < recent.Length; i++)
        {
            if (recent[i].ProductId == touch.ProductId)
            {
                if (!IsNewer(touch, recent[i]))
                {
                    return recent;
                }

                recent = recent.RemoveAt(i);
                break;
            }
        }

        var place = 0;
        while (place < recent.Length && IsNewer(recent[place], touch))
        {
            place++;
        }

        recent = recent.Insert(place, touch);
        return recent.Length > options.RecentProducts ? recent.RemoveRange(options.RecentProducts, recent.Length - options.RecentProducts) : recent;
    }

    public static ImmutableArray<RecentTouch> Union(ImmutableArray<RecentTouch> left, ImmutableArray<RecentTouch> right, LearningOptions options) =>
        right.Aggregate(left, (recent, touch) => Add(recent, touch, options));

    private static bool IsNewer(RecentTouch left, RecentTouch right)
    {
        if (left.At != right.At)
        {
            return left.At > right.At;
        }

        var byProduct = string.CompareOrdinal(left.ProductId, right.ProductId);
        return byProduct != 0 ? byProduct < 0 : string.CompareOrdinal(left.Type, right.Type) < 0;
    }
}
