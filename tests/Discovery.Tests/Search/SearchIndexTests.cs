using Personalization.Search.Index;
using Personalization.Search.Query;

namespace Personalization.Discovery.Tests.Search;

public sealed class SearchIndexTests
{
    private static readonly SearchIndex Shop = Build(
        Document("1", "Whole Milk", categories: ["Milk"], popularity: 5, brand: "Farm", price: 2),
        Document("2", "Organic Whole Milk", categories: ["Milk"], popularity: 50, attributes: ["organic"], price: 4),
        Document("3", "Milk Chocolate Bar With Hazelnuts And Raisins", categories: ["Candy"], popularity: 3),
        Document("4", "Greek Yogurt", categories: ["Yogurt"], popularity: 9, brand: "Farm", inStock: false),
        Document("5", "Soy Drink", categories: ["Plant milks"]),
        Document("6", "Crème fraîche", categories: ["Cream"]));

    [Fact]
    public void Search_NearEqualTexts_PopularityDecides() => Ids(Shop, "whole milk").Take(2).ShouldBe(["2", "1"]);

    [Fact]
    public void Search_ClearlyLessRelevant_StaysBehindWhateverItsPopularity()
    {
        var index = Build(Document("a", "Whole Milk"), Document("b", "Milk Chocolate", popularity: 10_000));

        Ids(index, "whole milk").ShouldBe(["a", "b"]);
    }

    [Theory]
    [InlineData("creme fraiche", "6")]
    [InlineData("CRÈME", "6")]
    [InlineData("yogurts", "4")]
    [InlineData("greek yogurt", "4")]
    [InlineData("4", "4")]
    [InlineData("yogu", "4")]
    [InlineData("yogrut", "4")]
    [InlineData("yohurt", "4")]
    [InlineData("yougert", "4")]
    [InlineData("yoghurt", "4")]
    [InlineData("chocolat hazelnutt", "3")]
    [InlineData("orgnaic mlk", "2")]
    [InlineData("greekyogurt", "4")]
    [InlineData("soya", "5")]
    [InlineData("organic", "2")]
    public void Search_Variant_FindsProduct(string query, string id) => Ids(Shop, query)[0].ShouldBe(id);

    [Fact]
    public void Search_NoQuery_BrowsesByPopularityThenId() => Ids(Shop, "  ").ShouldBe(["2", "4", "1", "3", "5", "6"]);

    [Fact]
    public void WithPopularity_Always_IsTheIndexBuiltWithIt()
    {
        string[] names = ["Whole Milk", "Skim Milk", "Milk Chocolate", "Oat Milk", "Milk"];
        double[] popularity = [0, 3, 7, 3, -1];
        SearchIndex Of(Func<int, double> bought) =>
            Build([.. names.Select((name, at) => Document($"{at}", name, categories: [$"c{at % 2}"], brand: $"b{at / 2}", popularity: bought(at)))]);

        var built = Of(at => popularity[at]);
        var changed = Of(at => at).WithPopularity(popularity);

        Ids(changed, "milk").ShouldBe(Ids(built, "milk"));
        Ids(changed, "").ShouldBe(Ids(built, ""));
        Enumerable.Range(0, names.Length).Select(changed.PopularityOf).ShouldBe(Enumerable.Range(0, names.Length).Select(built.PopularityOf));
        Enumerable.Range(0, built.Brands.Count).Select(changed.Brands.Share).ShouldBe(Enumerable.Range(0, built.Brands.Count).Select(built.Brands.Share));
        Enumerable.Range(0, built.Categories.Count).Select(changed.Categories.Share).ShouldBe(Enumerable.Range(0, built.Categories.Count).Select(built.Categories.Share));
    }

    [Fact]
    public void WithPopularity_OfAnotherNumberOfDocuments_IsRefused() => Should.Throw<ArgumentException>(() => Shop.WithPopularity([1, 2]));

    [Theory]
    [InlineData("torch", "flash")]
    [InlineData("flashlights", "flash")]
    [InlineData("flash light", "flash")]
    [InlineData("mobile phone", "cell")]
    [InlineData("smartphone", "cell")]
    [InlineData("smart watch", "watch")]
    [InlineData("smartwatch", "watch")]
    public void Search_OtherWordForIt_FindsProduct(string query, string id)
    {
        var index = Build(Document("cell", "Cell Phone 64 GB"), Document("flash", "Flashlight LED"), Document("other", "Smartwatch Strap"), Document("watch", "Smart Watch Sport"), Document("wide", "Light Bulb Watch"));

        Ids(index, query).Take(2).ShouldContain(id);
    }

    [Fact]
    public void Search_TheWordItself_StandsBeforeAnotherForIt()
    {
        var index = Build(Document("a", "Fridge"), Document("b", "Refrigerator"));

        Ids(index, "fridge").ShouldBe(["a", "b"]);
        Ids(index, "refrigerator").ShouldBe(["b", "a"]);
    }

    [Fact]
    public void Search_WordsSideBySide_StandBeforeWordsApart()
    {
        var index = Build(Document("a", "Orange Tea With Fruit Juice"), Document("b", "Tea With Fruit Orange Juice"), Document("c", "Juice With Orange Fruit Tea"));

        Ids(index, "orange juice")[0].ShouldBe("b");
    }

    [Fact]
    public void Search_KnownWord_IsNotCorrected() => Ids(Build(Document("a", "Pear"), Document("b", "Bear")), "pear").ShouldBe(["a"]);

    [Theory]
    [InlineData("qzxv")]
    [InlineData("asdf hjkl")]
    [InlineData("zzz")]
    [InlineData("00000000")]
    [InlineData("🥦")]
    public void Search_Nonsense_FindsNothingWhoeverIsIncluded(string query)
    {
        var found = Shop.Search(new SearchQuery { Text = query, Include = [0, 1, 2, 3, 4, 5] });

        found.Total.ShouldBe(0);
        found.Hits.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("yogrut", "yogurt")]
    [InlineData("whole mlik", "whole milk")]
    [InlineData("chocl", "chocolate")]
    [InlineData("yogu", null)]
    [InlineData("milk", null)]
    [InlineData("qzxv", null)]
    public void Corrected_Typed_IsTheNearestOfTheCatalogue(string typed, string? corrected) => Shop.Corrected(typed).ShouldBe(corrected);

    [Fact]
    public void Search_UnknownWords_FindsNothing() => Shop.Search(new SearchQuery { Text = "xylophone qqq" }).Total.ShouldBe(0);

    [Fact]
    public void Search_Filters_Narrow()
    {
        Shop.Search(new SearchQuery { Filter = new SearchFilter { Brands = ["farm"] } }).Total.ShouldBe(2);
        Shop.Search(new SearchQuery { Filter = new SearchFilter { Brands = ["FARM"], InStock = true } }).Total.ShouldBe(1);
        Shop.Search(new SearchQuery { Text = "milk", Filter = new SearchFilter { Categories = ["milk", "candy"], Attributes = ["organic"] } }).Total.ShouldBe(1);
        Shop.Search(new SearchQuery { Filter = new SearchFilter { PriceMin = 2, PriceMax = 3 } }).Total.ShouldBe(1);
        Shop.Search(new SearchQuery { Filter = new SearchFilter { Brands = ["nobody"] } }).Total.ShouldBe(0);
    }

    [Fact]
    public void Search_Include_GivesTheStandardRankOfProductsFurtherDown()
    {
        Shop.TryFind("3", out var chocolate).ShouldBeTrue();

        var found = Shop.Search(new SearchQuery { Text = "milk", Take = 1, Include = [chocolate] });

        found.Taken.ShouldBe(1);
        found.Hits[1].ShouldSatisfyAllConditions(
            hit => hit.Document.ShouldBe(chocolate),
            hit => hit.StandardRank.ShouldBe(Ids(Shop, "milk").IndexOf("3") + 1));
    }

    [Fact]
    public void Search_ManyIncluded_EachHasItsPlaceInTheWholeOrder()
    {
        var index = Build([.. Enumerable.Range(0, 500).Select(number => Document($"p{number:D5}", $"milk {number % 7}", popularity: number % 13))]);
        var whole = index.Search(new SearchQuery { Text = "milk 3", Take = 500 }).Hits.Select(hit => hit.Document).ToList();

        var found = index.Search(new SearchQuery { Text = "milk 3", Take = 40, Include = [.. Enumerable.Range(0, 500).Where(document => document % 3 == 0)] });

        found.Taken.ShouldBe(40);
        found.Hits.Count.ShouldBeGreaterThan(100);
        found.Hits.ShouldAllBe(hit => whole.IndexOf(hit.Document) + 1 == hit.StandardRank);
    }

    [Fact]
    public void Search_AnyTake_IsAPrefixOfTheWholeOrder()
    {
        var index = Build([.. Enumerable.Range(0, 3000).Select(number => Document($"p{number:D5}", $"milk {number % 7} {number % 11}", popularity: number % 13))]);
        var whole = index.Search(new SearchQuery { Text = "milk 3 4", Take = 3000 }).Hits.Select(hit => hit.Document).ToList();

        foreach (var take in (int[])[1, 2, 19, 500, 2999])
        {
            index.Search(new SearchQuery { Text = "milk 3 4", Take = take }).Hits.Select(hit => hit.Document).ShouldBe(whole.Take(take));
        }
    }

    [Fact]
    public void Build_IdsOutOfOrder_IsRefused() =>
        Should.Throw<ArgumentException>(() => SearchIndex.Build([Document("2", "b"), Document("1", "a")]));

    [Theory]
    [InlineData("\" OR 1=1 --")]
    [InlineData("milk AND NOT (")]
    [InlineData("***")]
    [InlineData("\0\u0001\ud800")]
    [InlineData("name:milk^5~")]
    public void Search_HostileQuery_IsPlainText(string query) => Should.NotThrow(() => Shop.Search(new SearchQuery { Text = query }));

    [Fact]
    public void Search_TenKilobytes_IsBounded()
    {
        var query = string.Concat(Enumerable.Range(0, 2000).Select(number => $"m{number} "));

        Should.NotThrow(() => Shop.Search(new SearchQuery { Text = query }));
        Ids(Shop, "milk " + query)[0].ShouldBe("2");
    }

    [Theory]
    [InlineData("milk", 4)]
    [InlineData("", 6)]
    [InlineData("nothing of this", 0)]
    public void Search_FacetsAsked_CountsAllMatchesNotThosePaged(string query, int total)
    {
        var found = Shop.Search(new SearchQuery { Text = query, Take = 1, Facets = 20 });

        var facets = found.Facets.ShouldNotBeNull();
        found.Total.ShouldBe(total);
        var matches = Shop.Search(new SearchQuery { Text = query, Take = 100 }).Hits;
        facets.Categories.ToDictionary(value => value.Name, value => value.Count).ShouldBe(
            matches.SelectMany(hit => Shop.CategoriesOf(hit.Document).ToArray()).CountBy(Shop.Categories.Name).ToDictionary(), ignoreOrder: true);
        facets.Brands.Sum(value => value.Count).ShouldBe(matches.Count(hit => Shop.BrandOf(hit.Document) >= 0));
        (facets.PriceMin, facets.PriceMax).ShouldBe(total == 0 ? (null, null) : (2, 4));
        Shop.Search(new SearchQuery { Text = query }).Facets.ShouldBeNull();
    }

    [Fact]
    public void Search_FacetsUnderAFilter_CountOnlyWhatItLeavesTheMostFirst()
    {
        var facets = Shop.Search(new SearchQuery { Facets = 1, Filter = new SearchFilter { InStock = true } }).Facets.ShouldNotBeNull();

        facets.Categories.ShouldBe([new FacetValue("Milk", 2)]);
        facets.Brands.ShouldBe([new FacetValue("Farm", 1)]);
    }

    [Fact]
    public void OfCategory_Always_IsItsDocumentsByPopularity()
    {
        Shop.Categories.TryFind("milk", out var milk).ShouldBeTrue();

        Shop.OfCategory(milk).ToArray().Select(Shop.Id).ShouldBe(["2", "1"]);
        Enumerable.Range(0, Shop.Categories.Count).Sum(category => Shop.OfCategory(category).Length).ShouldBe(6);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(true)]
    [InlineData(false)]
    public void Search_NoQuery_StandsAlikeWhetherOnePageOrTheWholeCatalogueIsRead(bool? inStock)
    {
        var random = new Random(3);
        var index = Build([.. Enumerable.Range(0, 400).Select(number => Document($"p{number:000}", "Milk", popularity: random.Next(30), inStock: random.Next(3) > 0))]);
        List<int> include = [.. Enumerable.Range(0, 40).Select(_ => random.Next(400))];
        foreach (var take in (int[])[0, 1, 20, 399, 1_000])
        {
            var query = new SearchQuery { Text = "", Take = take, Include = include, Filter = inStock is null ? null : new SearchFilter { InStock = inStock } };

            var page = index.Search(query);

            // Facets are of all matches: to count them everything is read.
            var whole = index.Search(query with { Facets = 1 });
            page.Hits.ShouldBe(whole.Hits);
            (page.Total, page.Taken).ShouldBe((whole.Total, whole.Taken));
        }
    }

    private static List<string> Ids(SearchIndex index, string query) =>
        [.. index.Search(new SearchQuery { Text = query, Take = 100 }).Hits.Select(hit => index.Id(hit.Document))];

    private static SearchIndex Build(params SearchDocument[] documents) => SearchIndex.Build(documents);

    private static SearchDocument Document(
        string id, string name, string[]? categories = null, string[]? attributes = null, string? brand = null, double popularity = 0, decimal? price = null, bool inStock = true) => new()
        {
            Id = id,
            Name = name,
            Brand = brand,
            Categories = categories ?? [],
            Attributes = attributes ?? [],
            Popularity = popularity,
            Price = price,
            InStock = inStock,
        };
}
