using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Reading;

/// <summary>The public shape of what a context says.</summary>
public static class LivePreferencesReader
{
    public static LivePreferences From(ShopperContext context) => new()
    {
        Categories = Scores(context.Categories),
        Attributes = Scores(context.Attributes),
        Brands = Scores(context.Brands),
        Confidence = Maps(context, affinity => affinity.Confidence),
        Evidence = Maps(context, affinity => affinity.Evidence),
        Dislikes = new PreferenceMaps<double>
        {
            Categories = Dislikes(context.Categories),
            Attributes = Dislikes(context.Attributes),
            Brands = Dislikes(context.Brands),
        },
        Dietary = context.Dietary,
        UsualQuantities = context.Products
            .Where(product => product.Value.UsualQuantity is not null)
            .ToDictionary(product => product.Key, product => product.Value.UsualQuantity!.Value),
        Reorder = context.Reorder,
        PriceBand = context.PriceBand,
        Recent = context.Recent,
        Version = context.Version,
        UpdatedAt = context.UpdatedAt,
        Degraded = context.Degraded ? true : null,
        Reason = context.Reason,
    };

    private static Dictionary<string, double> Scores(IReadOnlyDictionary<string, Affinity> affinities) =>
        affinities.Where(entry => entry.Value.Score > 0).ToDictionary(entry => entry.Key, entry => entry.Value.Score);

    private static Dictionary<string, double> Dislikes(IReadOnlyDictionary<string, Affinity> affinities) =>
        affinities.Where(entry => entry.Value.Dislike > 0).ToDictionary(entry => entry.Key, entry => entry.Value.Dislike);

    private static PreferenceMaps<T> Maps<T>(ShopperContext context, Func<Affinity, T> pick) => new()
    {
        Categories = context.Categories.ToDictionary(entry => entry.Key, entry => pick(entry.Value)),
        Attributes = context.Attributes.ToDictionary(entry => entry.Key, entry => pick(entry.Value)),
        Brands = context.Brands.ToDictionary(entry => entry.Key, entry => pick(entry.Value)),
    };
}
