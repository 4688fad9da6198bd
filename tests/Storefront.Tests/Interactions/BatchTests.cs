using Personalization.Abstractions.Identity;
using Storefront.Tests.Support;

namespace Storefront.Tests.Interactions;

[Trait("req", "R1.1")]
public sealed class BatchTests(StorefrontFixture fixture) : IClassFixture<StorefrontFixture>
{
    private const string Batch = "/api/interactions/track/batch";

    private TestStorefront Host => fixture.Host;

    [Fact]
    public async Task Batch_OneBadEvent_KeepsItsNeighbours()
    {
        var answer = await Host.PostAsync(Batch, """
            {"events":[
              {"event_id":"b1-0","type":"click","user_id":"b1","product_id":"p1"},
              {"event_id":"b1-1","type":"nonsense","user_id":"b1"},
              {"event_id":"b1-2","type":"click","anonymous_id":"b1","product_id":"p2"},
              "text",
              {"type":"click","user_id":"b1","product_id":"p3","context":{"x":"\ud800"}}]}
            """);

        answer.Status.ShouldBe(200);
        var results = answer.Json.GetProperty("results").EnumerateArray().ToList();
        results.Select(result => result.GetProperty("index").GetInt32()).ShouldBe([0, 1, 2, 3, 4]);
        results.Select(result => result.GetProperty("status").GetInt32()).ShouldBe([200, 400, 200, 400, 400]);
        results[0].GetProperty("event_id").GetString().ShouldBe("b1-0");
        results[0].GetProperty("durable").GetBoolean().ShouldBeTrue();
        results[0].GetProperty("duplicate").GetBoolean().ShouldBeFalse();
        results[1].GetProperty("event_id").GetString().ShouldBe("b1-1");
        results[1].GetProperty("error").GetProperty("errors").GetProperty("type")[0].GetString().ShouldNotBeNull().ShouldContain(";");
        results[3].GetProperty("error").GetProperty("errors").TryGetProperty("body", out _).ShouldBeTrue();
        results[4].GetProperty("error").GetProperty("errors").TryGetProperty("context.x", out _).ShouldBeTrue();
        Host.Shoppers.Events[Key("b1")].ShouldHaveSingleItem().EventId.ShouldBe("b1-0");
    }

    [Fact]
    public async Task Batch_Versions_AreOnePerShopperInItsOwnIdSpace()
    {
        var answer = await Host.PostAsync(Batch, """
            {"events":[
              {"type":"click","user_id":"b2","product_id":"p1"},
              {"type":"click","anonymous_id":"b2","product_id":"p1"},
              {"type":"click","user_id":"b2","product_id":"p2"}]}
            """);

        var versions = answer.Json.GetProperty("versions").EnumerateArray().ToList();
        versions.Count.ShouldBe(2);
        versions[0].GetProperty("user_id").GetString().ShouldBe("b2");
        versions[0].GetProperty("version").GetString().ShouldBe("v2");
        versions[0].TryGetProperty("anonymous_id", out _).ShouldBeFalse();
        versions[1].GetProperty("anonymous_id").GetString().ShouldBe("b2");
    }

    [Fact]
    public async Task Batch_ThousandEvents_KeepTheOrderOfEachShopper()
    {
        var events = string.Join(',', Enumerable.Range(0, 1000).Select(i => $$"""{"event_id":"b3-{{i}}","type":"click","user_id":"b3-{{i % 3}}","product_id":"p1"}"""));

        var answer = await Host.PostAsync(Batch, $$"""{"events":[{{events}}]}""");

        answer.Json.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("event_id").GetString())
            .ShouldBe(Enumerable.Range(0, 1000).Select(i => $"b3-{i}"));
        Host.Shoppers.Events[Key("b3-1")].Select(sent => sent.EventId)
            .ShouldBe(Enumerable.Range(0, 1000).Where(i => i % 3 == 1).Select(i => $"b3-{i}"));
    }

    [Theory]
    [InlineData("{}", "events")]
    [InlineData("""{"events":null}""", "events")]
    [InlineData("""{"events":{}}""", "events")]
    [InlineData("[]", "body")]
    [InlineData("""{"events":[""", "body")]
    public async Task Batch_NoFrame_IsRefusedWhole(string body, string field) =>
        (await Host.PostAsync(Batch, body)).Faults.ShouldBe([field]);

    [Fact]
    public async Task Batch_MoreThanThousand_IsRefused()
    {
        var events = string.Join(',', Enumerable.Repeat("""{"type":"click","user_id":"b4"}""", 1001));

        var answer = await Host.PostAsync(Batch, $$"""{"events":[{{events}}]}""");

        answer.Status.ShouldBe(400);
        answer.Faults.ShouldBe(["events"]);
    }

    [Fact]
    public async Task Batch_Empty_HasNoResults()
    {
        var answer = await Host.PostAsync(Batch, """{"events":[]}""");

        answer.Status.ShouldBe(200);
        answer.Json.GetProperty("results").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Batch_AboveOneMebibyteBelowTen_IsTaken()
    {
        var filler = new string('x', 1900);
        var events = string.Join(',', Enumerable.Range(0, 1000).Select(_ => $$$"""{"type":"click","user_id":"b5","product_id":"p1","context":{"note":"{{{filler}}}"}}"""));

        var answer = await Host.PostAsync(Batch, $$"""{"events":[{{events}}]}""");

        answer.Status.ShouldBe(200);
        Host.Shoppers.Events[Key("b5")].Count.ShouldBe(1000);
    }

    [Fact]
    public async Task Batch_AboveTenMebibytes_Is413()
    {
        var answer = await Host.PostAsync(Batch, $$"""{"events":[],"x":"{{new string('x', 10 * 1024 * 1024)}}"}""");

        answer.Status.ShouldBe(413);
    }

    [Fact]
    public async Task Batch_EventAboveOneMebibyte_HasItsOwn413()
    {
        var answer = await Host.PostAsync(Batch, $$$"""
            {"events":[{"type":"click","user_id":"b6","context":{"x":"{{{new string('x', 1024 * 1024)}}}"}},{"type":"click","user_id":"b6","product_id":"p1"}]}
            """);

        answer.Json.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("status").GetInt32()).ShouldBe([413, 200]);
    }

    [Fact]
    public async Task Batch_IdempotencyKey_MakesARepeatHarmless()
    {
        const string body = """{"events":[{"type":"click","user_id":"b7","product_id":"p1"},{"type":"click","user_id":"b7","product_id":"p2"}]}""";
        await Host.PostAsync(Batch, body, ("Idempotency-Key", "batch-7"));

        var again = await Host.PostAsync(Batch, body, ("Idempotency-Key", "batch-7"));

        again.Json.GetProperty("results").EnumerateArray().ShouldAllBe(result => result.GetProperty("duplicate").GetBoolean());
        Host.Shoppers.Events[Key("b7")].Count.ShouldBe(2);
    }

    [Fact]
    public async Task Batch_OneShopperAway_Has503AndTheOthersAreKept()
    {
        await using var host = await TestStorefront.StartAsync((shoppers, _) => shoppers.AwayActors.Add(Key("b8-away")));

        var answer = await host.PostAsync(Batch, """
            {"events":[{"event_id":"x","type":"click","user_id":"b8-away","product_id":"p1"},{"type":"click","user_id":"b8","product_id":"p1"}]}
            """);

        answer.Status.ShouldBe(200);
        answer.Headers.Keys.ShouldContain("Retry-After");
        answer.Json.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("status").GetInt32()).ShouldBe([503, 200]);
        answer.Json.GetProperty("results")[0].GetProperty("event_id").GetString().ShouldBe("x");
        answer.Json.GetProperty("versions").GetArrayLength().ShouldBe(1);
    }

    private static string Key(string id) => new ShopperKey(StoreId.Main, ShopperKind.Known, id).ActorId;
}
