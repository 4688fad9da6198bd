using Personalization.Profiles.Contracts;
using Storefront.Tests.Support;

namespace Storefront.Tests.Searching;

[Trait("req", "R3.1")]
public sealed class SearchTests(StorefrontFixture fixture) : IClassFixture<StorefrontFixture>
{
    private const string Search = "/api/search/personalized";

    private TestStorefront Host => fixture.Host;

    [Fact]
    [Trait("req", "R3.5")]
    public async Task Search_KnownShopper_HasTheContractsShape()
    {
        await Host.PostAsync("/api/interactions/track", """{"type":"click","user_id":"q1","product_id":"p1"}""");

        var answer = await Host.PostAsync(Search, """{"query":"oat","user_id":"q1"}""");

        answer.Status.ShouldBe(200);
        var json = answer.Json;
        json.GetProperty("total").GetInt32().ShouldBe(2);
        json.GetProperty("version").GetString().ShouldBe("v1");
        json.GetProperty("index_version").GetString().ShouldBe("v1");
        json.GetProperty("list_id").GetString().ShouldNotBeNullOrEmpty();
        var first = json.GetProperty("results")[0];
        first.GetProperty("product").GetProperty("id").GetString().ShouldBe("p1");
        first.GetProperty("product").GetProperty("image_url").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        first.GetProperty("suggested_quantity").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        first.GetProperty("standard_rank").GetInt32().ShouldBe(1);
        first.GetProperty("score").GetDouble().ShouldBeInRange(0, 1);
        first.GetProperty("personalized").GetBoolean().ShouldBeFalse();
        first.GetProperty("badges").GetArrayLength().ShouldBe(0);
        first.GetProperty("reasons").GetArrayLength().ShouldBe(0);
        var personalization = json.GetProperty("personalization");
        personalization.GetProperty("active").GetBoolean().ShouldBeTrue();
        personalization.GetProperty("features")[0].GetString().ShouldBe("smart_ranking");
        personalization.GetProperty("confidence").GetDouble().ShouldBe(.4);
        personalization.GetProperty("degraded").GetBoolean().ShouldBeFalse();
        personalization.GetProperty("reason").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        personalization.GetProperty("latency_ms").GetDouble().ShouldBeGreaterThanOrEqualTo(0);
        personalization.GetProperty("experiments").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Search_FacetsAsked_SaysWhatAllMatchesAreOfAndElseNothing()
    {
        var asked = await Host.PostAsync(Search, """{"query":"oat","limit":1,"facets":true}""");
        var plain = await Host.PostAsync(Search, """{"query":"oat"}""");
        var wrong = await Host.PostAsync(Search, """{"query":"oat","facets":"yes"}""");

        var facets = asked.Json.GetProperty("facets");
        facets.GetProperty("category").EnumerateArray().Select(value => $"{value.GetProperty("value").GetString()} {value.GetProperty("count").GetInt32()}").ShouldBe(["drink 1", "flakes 1"]);
        facets.GetProperty("brand")[0].GetProperty("count").GetInt32().ShouldBe(2);
        facets.GetProperty("price_max").GetDecimal().ShouldBe(1.5m);
        plain.Json.TryGetProperty("facets", out _).ShouldBeFalse();
        wrong.Status.ShouldBe(400);
    }

    [Fact]
    public async Task Search_EachList_HasItsOwnId()
    {
        var first = (await Host.PostAsync(Search, """{"query":"oat"}""")).Json.GetProperty("list_id").GetString();
        var second = (await Host.PostAsync(Search, """{"query":"oat"}""")).Json.GetProperty("list_id").GetString();

        second.ShouldNotBe(first);
    }

    [Fact]
    public async Task Search_Nobody_IsTheStandardOrderAndNotDegraded()
    {
        var answer = await Host.PostAsync(Search, "{}");

        answer.Json.GetProperty("total").GetInt32().ShouldBe(5);
        answer.Json.GetProperty("personalization").GetProperty("active").GetBoolean().ShouldBeFalse();
        answer.Json.GetProperty("personalization").GetProperty("degraded").GetBoolean().ShouldBeFalse();
        answer.Json.GetProperty("version").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    [Trait("req", "R2.5")]
    public async Task Search_PersonalizationOff_DoesNotTellDiscoveryWhoAsks()
    {
        await Host.PutAsync("/api/users/q2/personalization", """{"enabled":false}""");

        var answer = await Host.PostAsync(Search, """{"query":"soap","user_id":"q2"}""");

        Host.Discovery.Searches.Last(request => request.Query == "soap").Shopper.ShouldBeNull();
        answer.Json.GetProperty("personalization").GetProperty("active").GetBoolean().ShouldBeFalse();
        answer.Json.GetProperty("version").GetString().ShouldBe("v1");
    }

    [Fact]
    [Trait("req", "R3.3")]
    public async Task Search_AllFields_ReachDiscovery()
    {
        await Host.PostAsync(Search, """
            {"query":"all fields","anonymous_id":1,"limit":3,"offset":1,"explain":true,"min_version":"v0",
             "context":{"time_of_day":"morning","day_of_week":"monday","season":"winter","weather":"cold","recent_views":["p1",2],"meal":"breakfast","locale":"de-DE"},
             "filters":{"brand":["Acme"],"category":["drink"],"attribute":["vegan"],"price_min":1,"price_max":2.5,"in_stock":true}}
            """);

        var sent = Host.Discovery.Searches.Last(request => request.Query == "all fields");
        (sent.StoreId, sent.Limit, sent.Offset, sent.Explain).ShouldBe(("main", 3, 1, true));
        sent.Shopper.ShouldNotBeNull();
        var context = sent.Context.ShouldNotBeNull();
        (context.TimeOfDay, context.DayOfWeek, context.Season, context.Weather, context.Meal, context.Locale)
            .ShouldBe(("morning", "monday", "winter", "cold", "breakfast", "de-DE"));
        context.RecentViews.ShouldBe(["p1", "2"]);
        var filters = sent.Filters.ShouldNotBeNull();
        (filters.PriceMin, filters.PriceMax, filters.InStock).ShouldBe((1m, 2.5m, true));
        (filters.Brand[0], filters.Category[0], filters.Attribute[0]).ShouldBe(("Acme", "drink", "vegan"));
    }

    [Theory]
    [InlineData("""{"query":7}""", "query")]
    [InlineData("""{"user_id":"a","anonymous_id":"b"}""", "anonymous_id")]
    [InlineData("""{"limit":0}""", "limit")]
    [InlineData("""{"limit":"20"}""", "limit")]
    [InlineData("""{"limit":2.5}""", "limit")]
    [InlineData("""{"offset":-1}""", "offset")]
    [InlineData("""{"offset":0.00000000000000000000000000000000000000001}""", "offset")]
    [InlineData("""{"explain":"yes"}""", "explain")]
    [InlineData("""{"min_version":1}""", "min_version")]
    [InlineData("""{"context":"morning"}""", "context")]
    [InlineData("""{"context":{"weather":[]}}""", "context.weather")]
    [InlineData("""{"context":{"recent_views":"p1"}}""", "context.recent_views")]
    [InlineData("""{"filters":{"brand":"Acme"}}""", "filters.brand")]
    [InlineData("""{"filters":{"brand":["Acme",1]}}""", "filters.brand[1]")]
    [InlineData("""{"filters":{"price_min":"1"}}""", "filters.price_min")]
    [InlineData("""{"filters":{"price_min":3,"price_max":2}}""", "filters.price_min")]
    [InlineData("""{"filters":{"in_stock":"true"}}""", "filters.in_stock")]
    public async Task Search_Wrong_NamesTheField(string body, string field)
    {
        var answer = await Host.PostAsync(Search, body);

        answer.Status.ShouldBe(400);
        answer.Faults.ShouldBe([field]);
    }

    [Fact]
    [Trait("req", "R3.2")]
    public async Task Suggest_HasTheContractsShape()
    {
        var answer = await Host.GetAsync("/api/search/suggest?q=oat&user_id=q3&limit=3");

        answer.Status.ShouldBe(200);
        var suggestions = answer.Json.GetProperty("suggestions").EnumerateArray().ToList();
        suggestions.Count.ShouldBeInRange(1, 3);
        suggestions.ShouldAllBe(suggestion => new[] { "query", "product", "brand", "category" }.Contains(suggestion.GetProperty("kind").GetString()));
        answer.Json.GetProperty("personalization").GetProperty("degraded").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=x", "limit")]
    [InlineData("user_id=a&anonymous_id=b", "anonymous_id")]
    [InlineData("user_id=..", "user_id")]
    public async Task Suggest_Wrong_NamesTheField(string query, string field) =>
        (await Host.GetAsync($"/api/search/suggest?q=oat&{query}")).Faults.ShouldBe([field]);

    [Fact]
    public async Task Suggest_WithoutText_HasNone() =>
        (await Host.GetAsync("/api/search/suggest")).Json.GetProperty("suggestions").GetArrayLength().ShouldBe(0);

    [Theory]
    [InlineData(Reasons.VersionNotReached)]
    [InlineData(Reasons.VersionLost)]
    [InlineData(Reasons.StateUnavailable)]
    public async Task Search_DegradedContext_SaysWhy(string reason)
    {
        await using var host = await TestStorefront.StartAsync((shoppers, _) =>
            shoppers.Context = context => context with { Degraded = true, Reason = reason });

        var answer = await host.PostAsync(Search, """{"user_id":"u","min_version":"v9"}""");

        answer.Json.GetProperty("personalization").GetProperty("degraded").GetBoolean().ShouldBeTrue();
        answer.Json.GetProperty("personalization").GetProperty("reason").GetString().ShouldBe(reason);
    }
}
