using System.Globalization;
using Personalization.Discovery.Contracts;
using Personalization.Profiles.Contracts;
using Personalization.Search.Index;

namespace Personalization.Discovery.Ranking;

/// <summary>Says why a result stands where it stands, from the terms that made its score and nothing else.</summary>
internal sealed class ReasonWriter(StandardCatalogue catalogue, Taste taste, RankingOptions options, ShopperContext shopper, bool explain)
{
    public const string PersonalizedBadge = "Personalized for you";

    private const int MaxReasons = 3;

    private const double WorthSaying = .15;

    private readonly bool _quantities = shopper.Switches.IsOn(FeatureNames.QuantitySuggestions);

    public RankedProduct Describe(RankedHit ranked)
    {
        var document = ranked.Hit.Document;
        var product = catalogue.Products[document].Product;
        var own = taste.Own.GetValueOrDefault(document);
        var personalized = Math.Abs(ranked.Personal) >= options.Noticeable;
        return new RankedProduct
        {
            Product = product,
            Score = Math.Round(RankingScore.Of(ranked.Band, ranked.Strength), 6),
            StandardRank = ranked.Hit.StandardRank,
            Personalized = personalized,
            Badges = Badges(product, own, ranked.Personal),
            Reasons = personalized ? Reasons(document, own) : [],
            SuggestedQuantity = _quantities ? own?.Affinity.UsualQuantity : null,
        };
    }

    /// <summary>The features that took part in a page.</summary>
    public IReadOnlyList<string> Features(IReadOnlyList<RankedProduct> page)
    {
        var features = new List<string> { FeatureNames.SmartRanking };
        if (page.Any(result => result.SuggestedQuantity is not null))
        {
            features.Add(FeatureNames.QuantitySuggestions);
        }

        if (taste.Own.Values.Any(own => own.Due))
        {
            features.Add(FeatureNames.ReorderReminders);
        }

        if (taste.HasGivenViews || page.Any(FitsTheMoment))
        {
            features.Add("context");
        }

        return features;
    }

    private bool FitsTheMoment(RankedProduct result) =>
        taste.Moment is { } moment && catalogue.Index.TryFind(result.Product.Id, out var document) && moment.Fits(document);

    private List<string> Badges(Product product, OwnProduct? own, double personal)
    {
        var badges = new List<string>();
        if (personal >= options.Noticeable * 2)
        {
            badges.Add(PersonalizedBadge);
        }

        if (own is { Affinity: { Purchases: >= 2, Score: >= 0 } })
        {
            badges.Add("Your usual");
        }
        else if (own is { Affinity: { Purchases: 1, Score: >= 0 } })
        {
            badges.Add("Bought before");
        }

        var diet = shopper.Dietary.FirstOrDefault(wanted => product.Attributes.Contains(wanted, StringComparer.OrdinalIgnoreCase));
        if (diet is not null)
        {
            badges.Add($"{char.ToUpperInvariant(diet[0])}{diet.AsSpan(1)} match");
        }

        return badges;
    }

    private List<string> Reasons(int document, OwnProduct? own)
    {
        var index = catalogue.Index;
        var found = new List<(double Size, string Text)>();
        if (own is not null)
        {
            AddOwn(found, own);
        }

        if (index.BrandOf(document) is var brand and >= 0)
        {
            AddValue(found, taste.Brands[brand], index.Brands.Name(brand), index.Brands);
        }

        foreach (var value in index.AttributesOf(document))
        {
            AddValue(found, taste.Attributes[value], index.Attributes.Name(value), index.Attributes);
        }

        foreach (var value in index.CategoriesOf(document))
        {
            AddValue(found, taste.Categories[value], index.Categories.Name(value), index.Categories);
        }

        if (taste.Moment is { } moment && moment.Reason(document) is { } fits)
        {
            found.Add((options.ContextWeight, fits));
        }

        if (PriceFit.Misfit(catalogue.Products[document].Product, taste.PriceBand, options.PriceWeight) is var misfit and < 0)
        {
            found.Add((misfit, "It costs more than you usually pay"));
        }

        return [.. found
            .Where(reason => Math.Abs(reason.Size) >= WorthSaying || explain)
            .OrderByDescending(reason => Math.Abs(reason.Size))
            .Take(explain ? int.MaxValue : MaxReasons)
            .Select(reason => explain ? $"{reason.Text} ({reason.Size.ToString("+0.00;-0.00", CultureInfo.InvariantCulture)})" : reason.Text)];
    }

    private void AddOwn(List<(double Size, string Text)> found, OwnProduct own)
    {
        var due = own.Due ? options.DueWeight : 0;
        var times = own.Affinity.Purchases;
        var text = own switch
        {
            { Affinity.Score: < 0 } => "You turned this down before",
            _ when times > 1 => $"You bought this {times} times",
            _ when times == 1 => "You bought this before",
            _ => "You looked at this before",
        };
        if (own.Lift - due != 0)
        {
            found.Add((own.Lift - due, text));
        }

        if (own.Due)
        {
            found.Add((due, "You may be running low"));
        }
    }

    private void AddValue(List<(double Size, string Text)> found, double lift, string name, ValueTable table)
    {
        if (lift == 0)
        {
            return;
        }

        var kind = ReferenceEquals(table, catalogue.Index.Categories) ? "products from " : "";
        found.Add((lift, lift > 0 ? $"You like {kind}{name}" : $"You seldom choose {kind}{name}"));
    }
}
