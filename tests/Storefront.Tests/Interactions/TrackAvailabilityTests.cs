using Personalization.Abstractions.Identity;
using Storefront.Tests.Support;

namespace Storefront.Tests.Interactions;

public sealed class TrackAvailabilityTests
{
    private const string Track = "/api/interactions/track";
    private const string Body = """{"type":"click","user_id":"u","product_id":"p1"}""";

    [Fact]
    public async Task Track_NotDurable_Is202()
    {
        await using var host = await TestStorefront.StartAsync((shoppers, _) => shoppers.Durable = false);

        var answer = await host.PostAsync(Track, Body);

        answer.Status.ShouldBe(202);
        answer.Json.GetProperty("durable").GetBoolean().ShouldBeFalse();
        answer.Json.GetProperty("accepted").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Track_NotAccepted_Is503WithTheActorsRetryAfter()
    {
        await using var host = await TestStorefront.StartAsync((shoppers, _) => shoppers.Full = true);

        var answer = await host.PostAsync(Track, Body);

        answer.Status.ShouldBe(503);
        answer.Headers["Retry-After"].ShouldBe("7");
        answer.Faults.ShouldBe(["service"]);
    }

    [Fact]
    public async Task Track_ProfilesAway_Is503WithRetryAfter()
    {
        await using var host = await TestStorefront.StartAsync((shoppers, _) => shoppers.Away = true);

        var answer = await host.PostAsync(Track, Body);

        answer.Status.ShouldBe(503);
        answer.Headers.Keys.ShouldContain("Retry-After");
    }

    [Fact]
    [Trait("req", "R2.7")]
    public async Task Track_MergedShopper_IsFollowedToItsTarget()
    {
        await using var host = await TestStorefront.StartAsync();
        var (guest, user) = (Key(ShopperKind.Anonymous, "g"), Key(ShopperKind.Known, "u"));
        host.Shoppers.Move(guest, user);

        var answer = await host.PostAsync(Track, """{"type":"click","anonymous_id":"g","product_id":"p1"}""");

        answer.Status.ShouldBe(200);
        host.Shoppers.Events[user].ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Track_CircleOfAliases_Is503AndEnds()
    {
        await using var host = await TestStorefront.StartAsync();
        host.Shoppers.Move(Key(ShopperKind.Known, "a"), Key(ShopperKind.Known, "b"));
        host.Shoppers.Move(Key(ShopperKind.Known, "b"), Key(ShopperKind.Known, "a"));

        (await host.PostAsync(Track, """{"type":"click","user_id":"a","product_id":"p1"}""")).Status.ShouldBe(503);
    }

    [Fact]
    public async Task Track_DeclaredTypeOfTheStore_IsTaken()
    {
        await using var host = await TestStorefront.StartAsync(settings: new() { ["Interactions:DeclaredTypes:main:0"] = "loyalty_scan" });

        (await host.PostAsync(Track, """{"type":"loyalty_scan","user_id":"u"}""")).Status.ShouldBe(200);
        (await host.PostAsync(Track, """{"type":"loyalty_scan","user_id":"u"}""", ("X-Store-Id", "other"))).Status.ShouldBe(400);
    }

    /// <summary>A storefront that was just started again knows no product yet: what it took then would be learned by id alone, for ever.</summary>
    [Theory]
    [InlineData(Track, Body)]
    [InlineData(Track + "/batch", $$"""{"events":[{{Body}}]}""")]
    public async Task Track_BeforeTheCopyIsThere_WaitsForTheFacts(string path, string body)
    {
        await using var host = await TestStorefront.StartAsync((_, discovery) => discovery.Delay = TimeSpan.FromSeconds(.5));

        var answer = await host.PostAsync(path, body);

        answer.Status.ShouldBe(200);
        host.Shoppers.Events[Key(ShopperKind.Known, "u")].ShouldHaveSingleItem().Product.ShouldNotBeNull().Brand.ShouldBe("Acme");
    }

    [Fact]
    public async Task Track_NoCatalogueToBeHad_IsLearnedByIdAlone()
    {
        await using var host = await TestStorefront.StartAsync((_, discovery) => discovery.Away = true);

        (await host.PostAsync(Track, Body)).Status.ShouldBe(200);

        host.Shoppers.Events[Key(ShopperKind.Known, "u")].ShouldHaveSingleItem().Product.ShouldBeNull();
    }

    /// <summary>A part that hangs must not make every click wait: after a moment of silence under several calls it is away, and they are told so.</summary>
    [Fact]
    public async Task Track_ProfilesHangUnderManyCalls_TheyAreRefusedLongBeforeTheLimitOfACall()
    {
        await using var host = await TestStorefront.StartAsync();
        (await host.PostAsync(Track, Body)).Status.ShouldBe(200);
        host.Shoppers.Delay = TimeSpan.FromSeconds(30);
        var clock = System.Diagnostics.Stopwatch.StartNew();

        var calls = Enumerable.Range(0, 20).Select(_ => host.PostAsync(Track, Body)).ToList();
        var statuses = new List<int>();
        while (statuses.Count < 18)
        {
            var done = await Task.WhenAny(calls);
            calls.Remove(done);
            statuses.Add((await done).Status);
        }

        statuses.ShouldAllBe(status => status == 503);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(4));
    }

    private static string Key(ShopperKind kind, string id) => new ShopperKey(StoreId.Main, kind, id).ActorId;
}
