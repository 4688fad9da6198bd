using Personalization.Discovery.Contracts;
using Personalization.Discovery.Ranking;
using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Tests.Ranking;

public sealed class PersonalRankerTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 8, 0, 0, TimeSpan.Zero);

    private static readonly PersonalRanker Shop = new(
        StandardCatalogue.Build("main", "1",
        [
            Entry("1", "Plain Yogurt", ["Yogurt"], [], popularity: 8),
            Entry("2", "Strawberry Yogurt", ["Yogurt"], [], popularity: 20),
            Entry("3", "Vanilla Soy Yogurt", ["Yogurt"], ["plant-based", "soy"]),
            Entry("4", "Almond Drink", ["Drinks"], ["plant-based", "almond"], popularity: 5),
            Entry("5", "Spicy Chips", ["Chips"], ["spicy"], popularity: 9),
            Entry("6", "Jalapeno Chips", ["Chips"], ["spicy"], popularity: 6),
            Entry("7", "Original Chips", ["Chips"], [], popularity: 5),
            .. Enumerable.Range(100, 60).Select(number => Entry($"{number}", $"Filler {number}", ["Other"], [], popularity: 1)),
        ]),
        new RankingOptions());

    [Fact]
    [Trait("req", "R3.1")]
    public void Search_NothingKnown_IsExactlyTheStandardOrder()
    {
        var request = new SearchRequest { StoreId = "main", Query = "yogurt", Context = new SearchContext { TimeOfDay = "morning", Weather = "hot" } };

        var reply = Shop.Search(request, new ShopperContext(), Now);

        Ids(reply).ShouldBe(Ids(Shop.Catalogue.Search(request)));
        reply.Ranking.Active.ShouldBeFalse();
        reply.Results.ShouldAllBe(result => !result.Personalized && result.Reasons.Count == 0 && result.Badges.Count == 0);
    }

    [Fact]
    [Trait("req", "R3.1")]
    public void Search_PagesDeeperThanTheCandidates_NeitherRepeatNorSkipAProduct()
    {
        var ranker = new PersonalRanker(Shop.Catalogue, new RankingOptions { Candidates = 15 });
        var shopper = Likes(("plant-based", .9), ("spicy", .9)) with { Products = new Dictionary<string, ProductAffinity> { ["150"] = new() { Purchases = 3, Score = .5 } } };

        var pages = Enumerable.Range(0, 7).SelectMany(page => Ids(ranker.Search(Query("") with { Limit = 10, Offset = 10 * page }, shopper, Now))).ToList();

        pages.Count.ShouldBe(67);
        pages.Distinct().Count().ShouldBe(67);
        pages.IndexOf("150").ShouldBeLessThan(10, "an own product is found however far down it stands");
    }

    [Theory]
    [Trait("req", "R3.1")]
    [InlineData("qzxv")]
    [InlineData("🥦 0000")]
    public void Search_Nonsense_FindsNothingHoweverMuchTheShopperOwns(string query)
    {
        var shopper = Likes(("plant-based", .9)) with { Products = new Dictionary<string, ProductAffinity> { ["3"] = new() { Purchases = 9, Score = .9 }, ["150"] = new() { Purchases = 3, Score = .5 } } };

        var reply = Shop.Search(Query(query), shopper, Now);

        reply.Total.ShouldBe(0);
        reply.Results.ShouldBeEmpty();
    }

    [Fact]
    [Trait("req", "R3.1")]
    public void Search_AnyShopperAndQuery_KeepsTheClearlyBestMatchesOnTheFirstPage()
    {
        const int Seed = 41, Rounds = 300;
        var random = new Random(Seed);
        string[] words = ["oat", "milk", "soy", "yogurt", "vanilla", "drink", "whole", "organic", "light", "bar"];
        string[] tags = ["vegan", "organic", "spicy", "light", "bulk", "fresh"];
        string Pick(string[] of) => of[random.Next(of.Length)];
        for (var round = 0; round < Rounds; round++)
        {
            var ranker = new PersonalRanker(
                StandardCatalogue.Build("main", "1", Enumerable.Range(0, 80).Select(number => Entry(
                    $"{number}", string.Join(' ', Enumerable.Range(0, random.Next(1, 6)).Select(_ => Pick(words))), [Pick(words)], [Pick(tags)], popularity: random.Next(50)))),
                new RankingOptions());
            var shopper = Likes((Pick(tags[..3]), random.NextDouble()), (Pick(tags[3..]), random.NextDouble())) with
            {
                Products = Enumerable.Range(0, random.Next(30)).Select(_ => random.Next(80)).Distinct().ToDictionary(number => $"{number}", _ => new ProductAffinity { Purchases = random.Next(20), Score = random.NextDouble() }),
            };
            var query = Query($"{Pick(words)} {Pick(words)}") with { Limit = 20 };
            var standard = ranker.Catalogue.Index.Search(StandardCatalogue.Query(query, 3));

            var page = Ids(ranker.Search(query, shopper, Now));

            foreach (var hit in standard.Hits.Where(hit => hit.Band == 0))
            {
                page.ShouldContain(ranker.Catalogue.Index.Id(hit.Document), $"seed {Seed}, round {round}, {query.Query}");
            }
        }
    }

    [Fact]
    [Trait("req", "R2.5")]
    public void Search_SwitchedOff_IsExactlyTheStandardOrder()
    {
        var shopper = Likes(("plant-based", .9)) with { Switches = new PersonalizationSwitches { Enabled = false } };

        Ids(Shop.Search(Query("yogurt"), shopper, Now)).ShouldBe(["2", "1", "3"]);
    }

    [Fact]
    [Trait("req", "R2.3")]
    public void Search_OneClickOnAnotherPlantBasedProduct_PutsPlantBasedFirst()
    {
        var shopper = Likes(("plant-based", .2), ("almond", .2)) with { Recent = [new RecentView("4", "click", Now.AddSeconds(-5))] };

        var reply = Shop.Search(Query("yogurt"), shopper, Now);

        Ids(reply).ShouldBe(["3", "2", "1"]);
        var first = reply.Results[0];
        first.Personalized.ShouldBeTrue();
        first.StandardRank.ShouldBe(3);
        first.Badges.ShouldContain("Personalized for you");
        first.Reasons.ShouldBe(["You like plant-based"]);
        reply.Ranking.Active.ShouldBeTrue();
    }

    [Fact]
    [Trait("req", "R2.3")]
    public void Search_DislikedAttribute_FallsThoughNeverSeen()
    {
        var shopper = new ShopperContext { Events = 3, Attributes = new Dictionary<string, Affinity> { ["spicy"] = new(0, .1, .3, 2) } };

        Ids(Shop.Search(Query("chips"), shopper, Now)).ShouldBe(["7", "5", "6"]);
    }

    [Fact]
    [Trait("req", "R2.3")]
    public void Search_UsualQuantity_IsSuggested()
    {
        var shopper = new ShopperContext
        {
            Events = 1,
            Products = new Dictionary<string, ProductAffinity> { ["1"] = new() { Score = .6, Purchases = 1, UsualQuantity = 2 } },
        };

        var reply = Shop.Search(Query("yogurt"), shopper, Now);

        reply.Results[0].Product.Id.ShouldBe("1");
        reply.Results[0].SuggestedQuantity.ShouldBe(2);
        reply.Results[0].Reasons[0].ShouldBe("You bought this before");
        reply.Ranking.Features.ShouldContain(FeatureNames.QuantitySuggestions);
    }

    [Fact]
    public void Search_OwnProductFarDown_IsLifted()
    {
        var products = Enumerable.Range(0, 4000).Select(number => Entry($"{number:D5}", "Tea", ["Tea"], [], popularity: 4000 - number));
        var ranker = new PersonalRanker(StandardCatalogue.Build("main", "1", products), new RankingOptions { Candidates = 100 });
        var shopper = new ShopperContext { Events = 9, Products = new Dictionary<string, ProductAffinity> { ["03500"] = new() { Score = .9, Purchases = 9 } } };

        var reply = ranker.Search(Query("tea"), shopper, Now);

        reply.Results[0].Product.Id.ShouldBe("03500");
        reply.Results[0].StandardRank.ShouldBe(3501);
        reply.Total.ShouldBe(4000);
    }

    [Fact]
    public void Search_ManyLikedPartialMatches_NeverPushTheBestTextMatchOffTheFirstPage()
    {
        var liked = Enumerable.Range(100, 60).Select(number => Entry($"{number}", $"Soy Cultured Cup {number}", ["Cups"], ["soy"]));
        var ranker = new PersonalRanker(StandardCatalogue.Build("main", "1", [Entry("1", "Cultured Cup", ["Cups"], []), .. liked]), new RankingOptions());

        var reply = ranker.Search(Query("cultured cup") with { Limit = 20 }, Likes(("soy", .9)), Now);

        Ids(reply).ShouldContain("1");
    }

    [Fact]
    public void Search_ViewsOfTheRequest_CountAsHistory()
    {
        var request = Query("yogurt") with { Context = new SearchContext { RecentViews = ["4"] } };

        Ids(Shop.Search(request, new ShopperContext(), Now))[0].ShouldBe("3");
    }

    [Fact]
    public void Search_Explain_GivesNumbers()
    {
        var reply = Shop.Search(Query("yogurt") with { Explain = true }, Likes(("plant-based", .2)), Now);

        reply.Results.Single(result => result.Product.Id == "3").Reasons[0].ShouldStartWith("You like plant-based (+");
    }

    [Fact]
    public void Search_RandomTastesThatFitNothing_KeepTheStandardOrder()
    {
        const int Seed = 20260304;
        var random = new Random(Seed);
        for (var round = 0; round < 50; round++)
        {
            var shopper = Likes(($"value-{random.Next()}", random.NextDouble()), ($"value-{random.Next()}", random.NextDouble()));

            var reply = Shop.Search(Query("chips yogurt"), shopper, Now);

            Ids(reply).ShouldBe(Ids(Shop.Catalogue.Search(Query("chips yogurt"))), $"seed {Seed}, round {round}");
        }
    }

    private static SearchRequest Query(string text) => new() { StoreId = "main", Query = text, Limit = 50 };

    private static List<string> Ids(SearchReply reply) => [.. reply.Results.Select(result => result.Product.Id)];

    private static ShopperContext Likes(params (string Name, double Score)[] attributes) => new()
    {
        Events = 1,
        Attributes = attributes.ToDictionary(like => like.Name, like => new Affinity(like.Score, 0, .2, 1)),
    };

    private static SnapshotProduct Entry(string id, string name, string[] categories, string[] attributes, double popularity = 0) =>
        new(new Product { Id = id, Name = name, Categories = categories, Attributes = attributes }, popularity);
}
