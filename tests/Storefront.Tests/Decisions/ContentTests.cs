using Storefront.Tests.Support;

namespace Storefront.Tests.Decisions;

/// <summary>R5.5: content over HTTP, cacheable at the edge.</summary>
public sealed class ContentTests : IAsyncLifetime
{
    private const string Path = "/api/v2/content/personalized";

    private TestStorefront _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await TestStorefront.StartAsync();
        (await _host.PutAsync("/api/v1/content/winter", """{"type":"banner","priority":5,"segments":["skiers"],"variants":[{"id":"snow","body":{"title":"Snow"}}],"metadata":{"owner":"kim"}}""")).Status.ShouldBe(200);
        (await _host.PutAsync("/api/v1/content/all", """{"type":"banner","variants":[{"id":"plain","body":{"title":"Hello"}}],"ends_at":"2099-01-01T00:00:00Z"}""")).Status.ShouldBe(200);
        (await _host.PutAsync("/api/v1/content/deal", """{"type":"offer","variants":[{"id":"ten","body":{"percent":10}}]}""")).Status.ShouldBe(200);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("", "all,deal")]
    [InlineData("?segment=skiers", "winter,all,deal")]
    [InlineData("?segment=skiers&type=banner", "winter,all")]
    [InlineData("?segment=skiers&limit=1", "winter")]
    [InlineData("?type=nothing", "")]
    public async Task Read_BySegmentTypeAndLimit_ShowsWhatFits(string query, string ids)
    {
        var items = (await _host.GetAsync(Path + query)).Json.GetProperty("content_items").EnumerateArray().ToArray();

        string.Join(',', items.Select(item => item.GetProperty("id").GetString())).ShouldBe(ids);
        items.ShouldAllBe(item => item.GetProperty("version").GetInt64() == 1);
        items.SelectMany(item => item.EnumerateObject()).ShouldNotContain(member => member.Name == "metadata");
    }

    [Fact]
    public async Task Read_ForASegment_MayBeKeptAndIsNotSentTwice()
    {
        var first = await _host.GetAsync(Path + "?segment=skiers&include_metadata=true");
        var again = await _host.SendAsync(HttpMethod.Get, Path + "?segment=skiers&include_metadata=true", null, ("If-None-Match", first.Headers["ETag"]));
        var byEdge = await _host.SendAsync(HttpMethod.Get, Path + "?include_metadata=true", null, ("X-Segment", "skiers"));

        first.Headers["Cache-Control"].ShouldBe("public, max-age=30");
        first.Headers["Vary"].ShouldContain("X-Segment");
        first.Json.GetProperty("content_items")[0].GetProperty("metadata").GetProperty("owner").GetString().ShouldBe("kim");
        again.Status.ShouldBe(304);
        again.Text.ShouldBeEmpty();
        byEdge.Headers["ETag"].ShouldBe(first.Headers["ETag"]);
        (await _host.PutAsync("/api/v1/content/all", """{"type":"banner","variants":[{"id":"plain","body":{"title":"Good day"}}]}""", ("If-Match", "1"))).Status.ShouldBe(200);
        (await _host.SendAsync(HttpMethod.Get, Path + "?segment=skiers&include_metadata=true", null, ("If-None-Match", first.Headers["ETag"]))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Read_ForAShopper_StaysPrivate()
    {
        var answer = await _host.GetAsync(Path + "?user_id=u1");

        answer.Headers["Cache-Control"].Split(", ").ShouldBe(["private", "no-cache"], ignoreOrder: true);
        _host.Decisions.LastContent!.Subject!.ShouldNotContain("u1");
        _host.Decisions.LastContent.Shopper!.Value.TryGetProperty("categories", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Read_DecisionsAway_TheLastAnswerOrNone()
    {
        await _host.GetAsync(Path + "?segment=skiers");
        _host.Decisions.Away = true;

        var last = await _host.GetAsync(Path + "?segment=skiers");
        var none = await _host.GetAsync(Path + "?segment=others");

        last.Json.GetProperty("content_items").GetArrayLength().ShouldBe(3);
        last.Json.GetProperty("degraded").GetBoolean().ShouldBeTrue();
        last.Headers["Cache-Control"].ShouldBe("no-store");
        none.Json.GetProperty("content_items").GetArrayLength().ShouldBe(0);
        none.Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("""{"variants":[{"id":"a","body":{}}]}""", 400, "type")]
    [InlineData("""{"type":"banner","variants":[{"id":"a","body":7},{"body":{}}]}""", 400, "variants[0].body,variants[1].id")]
    [InlineData("""{"type":"banner","variants":[]}""", 422, "variants")]
    [InlineData("""{"type":"banner","variants":[{"id":"a","body":{},"weight":0},{"id":"a","body":{},"weight":0,"when":{"nope":1}}]}""", 422, "variants,variants[1].id,variants[1].when.nope")]
    public async Task Put_Faulty_TellsEveryFault(string body, int status, string fields)
    {
        var put = await _host.PutAsync("/api/v1/content/faulty", body);

        put.Status.ShouldBe(status);
        string.Join(',', put.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal)).ShouldBe(fields);
    }
}
