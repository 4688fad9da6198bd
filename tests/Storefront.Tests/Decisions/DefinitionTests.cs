using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Storefront.Tests.Support;

namespace Storefront.Tests.Decisions;

/// <summary>R5.3: rules are edited over HTTP.</summary>
public sealed class DefinitionTests(StorefrontFixture fixture) : IClassFixture<StorefrontFixture>
{
    private const string Rule = """{"effect":"exclude","items":["tea"],"slots":["home"],"ends_at":"2099-01-01T00:00:00Z","unknown":1}""";

    private TestStorefront Host => fixture.Host;

    [Fact]
    public async Task Rule_PutReadChangedAndDeleted_ItsVersionsTellIt()
    {
        const string path = "/api/v1/rules/no%20tea";

        var put = await Host.PutAsync(path, Rule);
        put.Status.ShouldBe(200);
        put.Headers["ETag"].ShouldBe("\"1\"");
        put.Json.GetProperty("id").GetString().ShouldBe("no tea");
        put.Json.GetProperty("definition").TryGetProperty("unknown", out _).ShouldBeFalse();
        (await Host.PutAsync(path, """{"effect":"exclude","items":["ice"]}""")).Status.ShouldBe(409);
        (await Host.PutAsync(path, """{"effect":"exclude","items":["ice"]}""", ("If-Match", "\"9\""))).Status.ShouldBe(409);
        (await Host.PutAsync(path, """{"effect":"exclude","items":["ice"]}""", ("If-Match", "\"1\""))).Headers["ETag"].ShouldBe("\"2\"");
        (await Host.GetAsync(path)).Json.GetProperty("definition").GetProperty("items")[0].GetString().ShouldBe("ice");
        (await Host.GetAsync(path + "?version=1")).Json.GetProperty("definition").GetProperty("items")[0].GetString().ShouldBe("tea");
        (await Host.GetAsync("/api/v1/rules")).Json.GetProperty("items").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()).ShouldContain("no tea");
        (await Host.SendAsync(HttpMethod.Delete, path, null, ("If-Match", "2"))).Status.ShouldBe(204);
        (await Host.GetAsync(path)).Status.ShouldBe(404);
        (await Host.SendAsync(HttpMethod.Delete, path, null)).Status.ShouldBe(404);
        (await Host.GetAsync(path + "/history")).Json.GetProperty("items").GetArrayLength().ShouldBe(3);
        (await Host.GetAsync("/api/v1/rules/history?limit=1")).Json.GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"effect":"explode"}""", 400, "effect")]
    [InlineData("""{"effect":"cap","limit":0}""", 400, "limit")]
    [InlineData("""{"items":"tea"}""", 400, "effect,items")]
    [InlineData("""{"effect":"exclude","items":["a"],"starts_at":"tomorrow","priority":-1}""", 400, "priority,starts_at")]
    [InlineData("""{"effect":"exclude"}""", 422, "items")]
    [InlineData("""{"effect":"boost","limit":3,"when":{"nope":[]}}""", 422, "boost,limit,when.nope")]
    public async Task Rule_Faulty_TellsEveryFault(string body, int status, string fields)
    {
        var put = await Host.PutAsync("/api/v1/rules/faulty", body);

        put.Status.ShouldBe(status);
        string.Join(',', put.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal)).ShouldBe(fields);
        (await Host.GetAsync("/api/v1/rules/faulty")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Validate_Faulty_IsAnAnswerAndNoRefusal()
    {
        var answer = (await Host.PostAsync("/api/v1/rules/validate", """{"effect":"boost"}""")).Json;

        answer.GetProperty("valid").GetBoolean().ShouldBeFalse();
        answer.GetProperty("errors").GetProperty("boost").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Validate_WithATrial_HandsOverWhatRulesLookAt()
    {
        var answer = (await Host.PostAsync("/api/v1/rules/validate?id=r", """{"effect":"exclude","items":["a"],"try":{"customer_id":"u1","available_items":["a",{"id":"b","features":{"price":2}}],"context":{"weather":"rain"}}}""")).Json;

        answer.GetProperty("valid").GetBoolean().ShouldBeTrue();
        answer.GetProperty("trial").GetProperty("after").GetArrayLength().ShouldBe(2);
        var facts = Host.Decisions.LastTrial!.Facts!;
        facts.Context!.Value.GetProperty("weather").GetString().ShouldBe("rain");
        facts.Items!["b"].GetProperty("features").GetProperty("price").GetInt32().ShouldBe(2);
        (await Host.PostAsync("/api/v1/rules/validate", """{"effect":"exclude","items":["a"],"try":{"available_items":[]}}""")).Json.GetProperty("errors").EnumerateObject().Select(error => error.Name)
            .ShouldBe(["try.customer_id", "try.available_items"], ignoreOrder: true);
    }

    [Fact]
    public async Task Personalize_RulesLookAtFacts_TheyAreSentOnTheSecondWayAndFromThenOn()
    {
        await using var host = await TestStorefront.StartAsync();
        await host.WaitForCatalogueAsync();
        host.Decisions.WantsFacts = true;
        var product = host.Services.GetRequiredService<Personalization.Storefront.Api.Catalogue.CatalogueCopy>().Stores["main"].Search(new Personalization.Discovery.Contracts.SearchRequest { StoreId = "main", Query = "", Limit = 1 }).Results[0].Product;

        var answer = (await host.PostAsync("/api/v1/personalize", $$$"""{"customer_id":"u1","available_items":["{{{product.Id}}}","x"],"context":{"weather":"rain"}}""")).Json;

        answer.GetProperty("selected_item").GetString().ShouldBe("x");
        var facts = host.Decisions.LastRequest!.Facts!;
        facts.Items![product.Id].GetProperty("name").GetString().ShouldBe(product.Name);
        facts.Items[product.Id].GetProperty("in_stock").GetBoolean().ShouldBe(product.InStock);
        facts.Shopper!.Value.GetProperty("known").ValueKind.ShouldBeOneOf(JsonValueKind.True, JsonValueKind.False);
        host.Decisions.LastRequest.Subject!.ShouldNotContain("u1");
    }

    [Fact]
    public async Task Personalize_RulesLeaveNothing_TheSlotIsEmptyAndNotItsDefault()
    {
        await using var host = await TestStorefront.StartAsync();
        host.Decisions.Barred = ["default"];

        var answer = (await host.PostAsync("/api/v1/personalize", """{"customer_id":"u1","available_items":["a","b"]}""")).Json;

        answer.GetProperty("selected_item").ValueKind.ShouldBe(JsonValueKind.Null);
        answer.GetProperty("reason").GetString().ShouldBe("no_eligible_item");
        answer.TryGetProperty("degraded", out _).ShouldBeFalse();
    }
}
