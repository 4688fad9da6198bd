using Personalization.Discovery.Baskets;
using Personalization.Discovery.Contracts;
using Personalization.Discovery.NextBasket;
using Personalization.Discovery.Ranking;
using Personalization.Discovery.Recommendations;
using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Tests.Recommendations;

public sealed class RecommenderTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly PurchaseModel _model = new(new NextBasketOptions(), new BasketStatisticsOptions());

    public RecommenderTests()
    {
        for (var order = 0; order < 60; order++)
        {
            Bought(order, Now.AddDays(-60 + order), order % 2 == 0 ? ["bread", "butter"] : ["pasta", "sauce"]);
            Bought(100 + order, Now.AddDays(-60 + order), ["milk"]);
        }

        _model.LearnTogether();
    }

    [Fact]
    public void Recommend_SeveralSlots_GivesNoProductTwiceNoneFromTheCartNoneSoldOut()
    {
        var slots = Recommend(Scene(Ann()) with { Cart = ["tea"] }, [.. SlotNames.All]);

        var told = slots.Values.SelectMany(slot => slot).Select(found => found.ProductId).ToList();
        told.ShouldBeUnique();
        told.ShouldNotContain("tea");
        told.ShouldNotContain("gone");
        slots.Values.SelectMany(slot => slot).ShouldAllBe(found => found.Reasons.Count > 0);
    }

    [Fact]
    public void Recommend_Usual_StartsWithWhatIsBoughtAgainAndAgain()
    {
        var usual = Recommend(Scene(Ann()), SlotNames.Usual)[SlotNames.Usual];

        usual[0].ProductId.ShouldBe("milk");
        usual[0].Quantity.ShouldBe(2);
        usual[0].Reasons[0].ShouldStartWith("In 4 of your 4 orders");
    }

    [Fact]
    public void Recommend_Reminders_AreDueByTheOwnRhythm()
    {
        // The last of four weekly purchases was seven days ago.
        var reminders = Recommend(Scene(Ann()), SlotNames.Reminders)[SlotNames.Reminders];

        reminders.Select(found => found.ProductId).ShouldBe(["milk"]);
        reminders[0].Due!.Value.ShouldBeInRange(Now.AddDays(-4), Now.AddDays(3));
    }

    [Fact]
    public void Recommend_Complementary_GoesWithTheCart()
    {
        var found = Recommend(Scene(null) with { Cart = ["bread"] }, SlotNames.Complementary)[SlotNames.Complementary][0];

        found.ProductId.ShouldBe("butter");
        found.Reasons[0].ShouldBe("Often bought with Bread");
    }

    [Fact]
    public void Recommend_NobodyKnown_IsNeverEmptyAndStartsNearTheProductAtHand()
    {
        var slots = Recommend(Scene(null) with { Product = "soap" }, SlotNames.Usual, SlotNames.Similar, SlotNames.Discovery);

        slots[SlotNames.Usual].Count.ShouldBe(3);
        slots[SlotNames.Similar][0].ProductId.ShouldBe("shampoo");
        slots[SlotNames.Discovery].ShouldNotBeEmpty();
    }

    [Fact]
    public void Recommend_SimilarInACategoryOfThousands_StartsWithWhatSharesTheRareOne()
    {
        const int All = 9_000;
        var ranker = new PersonalRanker(
            StandardCatalogue.Build("main", "1", Enumerable.Range(0, All).Select(number => new SnapshotProduct(
                new Product { Id = $"{number}", Name = $"Item {number}", Categories = number % 1_500 == 7 ? ["all", "rare"] : ["all"], Brand = $"b{number % 3}", InStock = true }, All - number))),
            new RankingOptions());
        var scene = new RecommendationScene { Ranker = ranker, Model = _model, Options = new RecommendationOptions(), Product = "3007", Now = Now };

        var similar = new SimilarStrategy().Suggest(scene, 6).Select(found => found.ProductId).ToList();

        // What shares the rare category and the maker, then the category, then of the rest the most popular of the maker.
        similar[..5].ShouldBe(["7", "1507", "4507", "6007", "7507"], ignoreOrder: true);
        similar[5].ShouldBe("1");
    }

    [Fact]
    public void Recommend_UnknownProductsAndAnEmptyModel_StillAnswers()
    {
        var scene = Scene(Ann() with { Orders = [new PastOrder { At = 1, Products = ["nowhere"], Quantities = [1] }] }) with
        {
            Model = new PurchaseModel(new NextBasketOptions(), new BasketStatisticsOptions()),
            Cart = ["nothing", "like", "it"],
            Product = "unheard",
        };

        Recommend(scene, SlotNames.Usual, SlotNames.Complementary).Values.ShouldAllBe(slot => slot.Count > 0);
    }

    [Fact]
    public void Recommend_CartOfTenThousand_FindsWhatIsNotInIt()
    {
        const int InCart = 10_000, All = 10_400;
        var ranker = new PersonalRanker(StandardCatalogue.Build("main", "1", Enumerable.Range(0, All).Select(number => new SnapshotProduct(new Product { Id = $"{number}", Name = $"Item {number}", Categories = ["all"], InStock = true }, All - number))), new RankingOptions());
        var model = new PurchaseModel(new NextBasketOptions(), new BasketStatisticsOptions());
        for (var order = 0; order < 3_000; order++)
        {
            model.Take(order, Now.AddDays(-order % 90), [.. Enumerable.Range(0, 8).Select(line => $"{((order * 7) + (line * 13)) % All}").Distinct()], [.. Enumerable.Repeat(1.0, 8)], _ => null);
        }

        model.LearnTogether();
        string[] cart = [.. Enumerable.Range(0, InCart).Select(number => $"{number}")];
        var scene = new RecommendationScene { Ranker = ranker, Model = model, Options = new RecommendationOptions(), Shopper = Ann(), Cart = cart, Product = "no such", Now = Now };

        var slots = Recommend(scene, SlotNames.Usual, SlotNames.Complementary, SlotNames.Similar, SlotNames.Trending, SlotNames.Discovery);

        slots.ShouldAllBe(slot => slot.Value.Count == 3);
        slots.SelectMany(slot => slot.Value).Select(found => int.Parse(found.ProductId)).ShouldAllBe(number => number >= InCart);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Recommend_CatalogueOfHardlyAnything_AnswersWhatThereIs(int products)
    {
        var ranker = new PersonalRanker(StandardCatalogue.Build("main", "1", Enumerable.Range(0, products).Select(number => new SnapshotProduct(new Product { Id = "only", Name = "Only One", InStock = true }, 0))), new RankingOptions());
        var scene = new RecommendationScene { Ranker = ranker, Model = _model, Options = new RecommendationOptions(), Shopper = Ann(), Cart = ["bread"], Product = "milk", Now = Now };

        Recommend(scene, [.. SlotNames.All]).Values.Sum(slot => slot.Count).ShouldBe(products);
        Recommend(scene with { Cart = ["only"] }, [.. SlotNames.All]).Values.Sum(slot => slot.Count).ShouldBe(0);
        ranker.Search(new SearchRequest { StoreId = "main", Query = "only" }, Ann(), Now).Total.ShouldBe(products);
        ranker.Search(new SearchRequest { StoreId = "main", Query = "onyl" }, Ann(), Now).Total.ShouldBe(products);
        ranker.Suggest(new SuggestRequest { StoreId = "main", Text = "on", Shopper = Ann() }, Now).Suggestions.Count.ShouldBe(products);
    }

    [Fact]
    [Trait("req", "S4")]
    public void Recommend_Frames_SuitTheShapeMostFirstThenTheCheaper()
    {
        var frames = Recommend(Scene(null) with { FaceShape = "oval" }, SlotNames.Frames)[SlotNames.Frames];

        frames.Select(found => found.ProductId).ShouldBe(["frame-c", "frame-b", "frame-a"]);
    }

    [Fact]
    public void Recommend_RemindersSwitchedOff_RemindsOfNothing()
    {
        var ann = Ann() with { Switches = new PersonalizationSwitches { Features = FeatureNames.All.ToDictionary(name => name, name => name != FeatureNames.ReorderReminders) } };

        Recommend(Scene(ann), SlotNames.Reminders)[SlotNames.Reminders].ShouldBeEmpty();
    }

    [Fact]
    public void New_SlotOfAnUnknownStrategy_IsRefusedByName() =>
        Should.Throw<ArgumentException>(() => new Recommender(new RecommendationOptions { Slots = new Dictionary<string, IReadOnlyList<string>> { ["usual"] = ["magic"] } })).Message.ShouldContain("magic");

    [Fact]
    public void Trending_WhatSellsSinceYesterday_StandsBeforeWhatSoldBefore()
    {
        for (var order = 0; order < 6; order++)
        {
            Bought(500 + order, Now.AddHours(-order), ["tea"]);
        }

        _model.Trending(Now, 3)[0].ProductId.ShouldBe("tea");
    }

    private static IReadOnlyDictionary<string, IReadOnlyList<Suggested>> Recommend(RecommendationScene scene, params string[] slots) =>
        new Recommender(scene.Options).Recommend(scene, slots, 3);

    private void Bought(long shopper, DateTimeOffset at, string[] products) => _model.Take(shopper, at, products, [.. products.Select(_ => 1.0)], _ => "food");

    private static ShopperContext Ann() => new()
    {
        Events = 8,
        Orders = [.. Enumerable.Range(0, 4).Select(week => new PastOrder
        {
            At = Now.AddDays(-28 + (7 * week)).ToUnixTimeMilliseconds(),
            Products = week == 1 ? ["bread", "milk"] : ["milk"],
            Quantities = week == 1 ? [1, 2] : [2],
        })],
    };

    private RecommendationScene Scene(ShopperContext? shopper) => new()
    {
        Ranker = new PersonalRanker(Catalogue, new RankingOptions()),
        Model = _model,
        Options = new RecommendationOptions(),
        Shopper = shopper,
        Now = Now,
    };

    private static StandardCatalogue Catalogue { get; } = StandardCatalogue.Build("main", "1", new[]
    {
        Product("milk", "dairy"), Product("bread", "bakery"), Product("butter", "dairy"), Product("pasta", "pantry"), Product("sauce", "pantry"), Product("tea", "drinks"),
        Product("soap", "care"), Product("shampoo", "care"), Product("gone", "dairy") with { InStock = false },
        Frame("frame-a", .7, 50), Frame("frame-b", .9, 80), Frame("frame-c", .9, 60), Frame("frame-d", .69, 10),
    }.Select((product, at) => new SnapshotProduct(product, Popularity: 20 - at)));

    private static Product Product(string id, string category) => new() { Id = id, Name = char.ToUpperInvariant(id[0]) + id[1..], Categories = [category], Price = 2, Currency = "EUR" };

    private static Product Frame(string id, double oval, decimal price) => Product(id, "eyewear") with { Price = price, FaceShapeCompatibility = new Dictionary<string, double> { ["oval"] = oval } };
}
