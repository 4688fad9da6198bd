using Personalization.Decisions.Contracts;
using Personalization.Profiles.Contracts;

namespace Personalization.Storefront.Decisions;

/// <summary>How well products fit what a shopper likes, as features of the items: one number for categories, one for brand, one for attributes.</summary>
public static class ShopperFit
{
    /// <summary>The item with its fit; unchanged where nothing is known of the product or the shopper.</summary>
    public static DecideItem Add(DecideItem item, ProductFacts? facts, ShopperContext? shopper)
    {
        if (facts is null || shopper is not { Switches.Enabled: true })
        {
            return item;
        }

        List<NamedValue> fits = [.. item.Features ?? []];
        var before = fits.Count;
        Fit("fits.category", shopper.Categories, facts.Categories);
        Fit("fits.brand", shopper.Brands, facts.Brand is null ? [] : [facts.Brand]);
        Fit("fits.attribute", shopper.Attributes, facts.Attributes);
        return fits.Count == before ? item : item with { Features = fits };

        void Fit(string name, IReadOnlyDictionary<string, Affinity> liked, IReadOnlyList<string> values)
        {
            var sum = 0.0;
            foreach (var value in values)
            {
                sum += liked.TryGetValue(value, out var affinity) ? (affinity.Score - affinity.Dislike) * affinity.Confidence : 0;
            }

            if (sum != 0)
            {
                fits.Add(new NamedValue(name, sum));
            }
        }
    }
}
