using Personalization.Abstractions.Identity;
using Personalization.Profiles.Contracts;
using Storefront.Tests.Support;

namespace Storefront.Tests.Shoppers;

public sealed class ShopperTests(StorefrontFixture fixture) : IClassFixture<StorefrontFixture>
{
    private TestStorefront Host => fixture.Host;

    [Theory]
    [InlineData("/api/users/{0}/preferences/live")]
    [InlineData("/api/preferences/live?user_id={0}")]
    [Trait("req", "R2.2")]
    public async Task Preferences_BothRoutes_HaveTheContractsShape(string route)
    {
        var answer = await Host.GetAsync(string.Format(route, "s1"));

        answer.Status.ShouldBe(200);
        foreach (var name in "categories attributes brands confidence evidence dislikes dietary usual_quantities reorder recent price_band version updated_at".Split(' '))
        {
            answer.Json.TryGetProperty(name, out _).ShouldBeTrue(name);
        }

        answer.Json.GetProperty("categories").GetProperty("tea").GetDouble().ShouldBe(.5);
        answer.Headers["Cache-Control"].ShouldBe("no-store");
    }

    [Fact]
    public async Task Cart_NeverFilled_NamesEveryFieldOfTheContract()
    {
        var cart = (await Host.GetAsync("/api/users/never-filled/cart")).Json;

        cart.GetProperty("items").GetArrayLength().ShouldBe(0);
        cart.GetProperty("status").GetString().ShouldBe("active");
        cart.GetProperty("expires_at").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        cart.GetProperty("version").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("/api/preferences/live", "user_id")]
    [InlineData("/api/preferences/live?user_id=a&anonymous_id=b", "anonymous_id")]
    [InlineData("/api/preferences/live?user_id=a&user_id=b", "user_id")]
    [InlineData("/api/preferences/live?user_id=", "user_id")]
    [InlineData("/api/preferences/live?user_id=%00", "user_id")]
    public async Task PreferencesByQuery_Wrong_IsRefused(string path, string field) =>
        (await Host.GetAsync(path)).Faults.ShouldBe([field]);

    [Fact]
    [Trait("req", "R2.5")]
    public async Task Personalization_Put_MergesAndShowsEveryFeature()
    {
        await Host.PutAsync("/api/users/s2/personalization", """{"features":{"smart_ranking":false},"extra":1}""");
        await Host.PutAsync("/api/users/s2/personalization", """{"enabled":false}""");

        var answer = await Host.GetAsync("/api/users/s2/personalization");

        answer.Json.GetProperty("enabled").GetBoolean().ShouldBeFalse();
        var features = answer.Json.GetProperty("features");
        features.GetProperty("smart_ranking").GetBoolean().ShouldBeFalse();
        foreach (var name in "recommendations reorder_reminders quantity_suggestions suggestions".Split(' '))
        {
            features.GetProperty(name).GetBoolean().ShouldBeTrue(name);
        }
    }

    [Theory]
    [InlineData("""{"enabled":"yes"}""", "enabled")]
    [InlineData("""{"features":[]}""", "features")]
    [InlineData("""{"features":{"smart_ranking":1}}""", "features.smart_ranking")]
    public async Task Personalization_Wrong_IsRefused(string body, string field) =>
        (await Host.PutAsync("/api/users/s3/personalization", body)).Faults.ShouldBe([field]);

    [Fact]
    [Trait("req", "R2.8")]
    public async Task Cart_PutAndGet_AgreeUnderTheirETag()
    {
        var put = await Host.PutAsync("/api/users/s4/cart", """{"items":[{"product_id":5,"quantity":1.5,"added_at":"2026-01-01T00:00:00Z"},{"product_id":"p1","quantity":2}]}""");
        var get = await Host.GetAsync("/api/users/s4/cart");

        put.Status.ShouldBe(200);
        get.Text.ShouldBe(put.Text);
        get.Headers["ETag"].ShouldBe($"\"{get.Json.GetProperty("version").GetString()}\"");
        get.Json.GetProperty("items")[0].GetProperty("product_id").GetString().ShouldBe("5");
        get.Json.GetProperty("items")[0].GetProperty("quantity").GetDecimal().ShouldBe(1.5m);
        get.Json.GetProperty("status").GetString().ShouldBe("active");
        get.Json.GetProperty("items")[0].GetProperty("added_at").GetString().ShouldBe("2026-01-01T00:00:00Z");
    }

    [Fact]
    public async Task Cart_StaleIfMatch_IsAConflictAndChangesNothing()
    {
        var first = await Host.PutAsync("/api/users/s5/cart", """{"items":[]}""");
        var tag = first.Headers["ETag"];
        await Host.PutAsync("/api/users/s5/cart", """{"items":[{"product_id":"p1","quantity":1}]}""", ("If-Match", tag));

        var stale = await Host.PutAsync("/api/users/s5/cart", """{"items":[]}""", ("If-Match", tag));

        stale.Status.ShouldBe(409);
        stale.Faults.ShouldBe(["If-Match"]);
        (await Host.GetAsync("/api/users/s5/cart")).Json.GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Cart_StoreAway_IsReadAsItIsAndAcceptedForNow()
    {
        await using var host = await TestStorefront.StartAsync((shoppers, _) => shoppers.Durable = false);

        (await host.PutAsync("/api/users/away/cart", """{"items":[]}""")).Status.ShouldBe(202);
        (await host.GetAsync("/api/users/away/cart")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("{}", "items")]
    [InlineData("""{"items":{}}""", "items")]
    [InlineData("""{"items":[{"quantity":1}]}""", "items[0].product_id")]
    [InlineData("""{"items":[{"product_id":"p","quantity":0}]}""", "items[0].quantity")]
    [InlineData("""{"items":[{"product_id":"p","quantity":1},{"product_id":"p","quantity":1}]}""", "items[1].product_id")]
    [InlineData("""{"items":[{"product_id":"p","quantity":1,"added_at":"soon"}]}""", "items[0].added_at")]
    [InlineData("""{"items":[7]}""", "items[0]")]
    public async Task Cart_Wrong_IsRefused(string body, string field) =>
        (await Host.PutAsync("/api/users/s6/cart", body)).Faults.ShouldBe([field]);

    [Fact]
    public async Task ContextAndTracked_AreReadable()
    {
        await Host.PostAsync("/api/interactions/track", """{"type":"click","user_id":"s7","product_id":"p1"}""");

        (await Host.GetAsync("/api/users/s7/context")).Json.GetProperty("version").GetString().ShouldBe("v1");
        (await Host.GetAsync("/api/users/s7/tracked")).Json.GetProperty("held").GetProperty("seen").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Tracked_NotEverything_SaysSo()
    {
        (await Host.GetAsync("/api/users/s8/tracked")).Json.TryGetProperty("degraded", out _).ShouldBeFalse();
        Host.Shoppers.TrackedReason = Reasons.VersionNotReached;
        try
        {
            var answer = (await Host.GetAsync("/api/users/s8/tracked")).Json;

            (answer.GetProperty("degraded").GetBoolean(), answer.GetProperty("reason").GetString()).ShouldBe((true, Reasons.VersionNotReached));
        }
        finally
        {
            Host.Shoppers.TrackedReason = null;
        }
    }

    [Theory]
    [InlineData("merged", 200, false)]
    [InlineData("already", 200, true)]
    [Trait("req", "R2.7")]
    public async Task Merge_TellsWhetherItWasSoAlready(string outcome, int status, bool already)
    {
        await using var host = await TestStorefront.StartAsync((shoppers, _) => shoppers.MergeOutcome = outcome);

        var answer = await host.PostAsync("/api/users/u/merge", """{"from_anonymous_id":"g"}""");

        answer.Status.ShouldBe(status);
        answer.Json.GetProperty("merged").GetBoolean().ShouldBeTrue();
        answer.Json.GetProperty("already").GetBoolean().ShouldBe(already);
        answer.Json.GetProperty("version").GetString().ShouldBe("v-merged");
        var merge = host.Shoppers.Merges.ShouldHaveSingleItem();
        ShopperKey.FromActorId(merge.From).ShouldBe(new ShopperKey(StoreId.Main, ShopperKind.Anonymous, "g"));
        ShopperKey.FromActorId(merge.Into).ShouldBe(new ShopperKey(StoreId.Main, ShopperKind.Known, "u"));
    }

    [Fact]
    public async Task Merge_IntoASecondTarget_IsAConflict()
    {
        await using var host = await TestStorefront.StartAsync((shoppers, _) => shoppers.MergeOutcome = "conflict");

        (await host.PostAsync("/api/users/u/merge", """{"from_user_id":"g"}""")).Status.ShouldBe(409);
    }

    [Theory]
    [InlineData("""{"from_user_id":"s8"}""", 422, "id")]
    [InlineData("{}", 400, "from_user_id")]
    [InlineData("""{"from_user_id":"a","from_anonymous_id":"b"}""", 400, "from_anonymous_id")]
    public async Task Merge_Wrong_IsRefused(string body, int status, string field)
    {
        var answer = await Host.PostAsync("/api/users/s8/merge", body);

        answer.Status.ShouldBe(status);
        answer.Faults.ShouldBe([field]);
    }

    [Fact]
    public async Task Reads_ProfilesAway_AnswerWhatIsSafeAndRefuseWhatIsNot()
    {
        await using var host = await TestStorefront.StartAsync((shoppers, _) => shoppers.Away = true);

        var preferences = await host.GetAsync("/api/users/u/preferences/live");
        preferences.Status.ShouldBe(200);
        preferences.Json.GetProperty("degraded").GetBoolean().ShouldBeTrue();
        preferences.Json.GetProperty("reason").GetString().ShouldBe("profiles_unavailable");
        (await host.GetAsync("/api/users/u/context")).Json.GetProperty("reason").GetString().ShouldBe("profiles_unavailable");
        foreach (var path in new[] { "cart", "tracked", "personalization" })
        {
            var answer = await host.GetAsync($"/api/users/u/{path}");
            answer.Status.ShouldBe(503);
            answer.Headers.Keys.ShouldContain("Retry-After");
        }
    }
}
