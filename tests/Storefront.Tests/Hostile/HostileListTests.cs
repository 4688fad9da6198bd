using System.Text;
using Personalization.Abstractions.Identity;
using Storefront.Tests.Support;

namespace Storefront.Tests.Hostile;

/// <summary>One by one, what is known to break services, through the whole pipeline: refused as the contract says, and no neighbour is lost.</summary>
public sealed class HostileListTests(StorefrontFixture fixture) : IClassFixture<StorefrontFixture>
{
    private const string Track = "/api/interactions/track";
    private const string Search = "/api/search/personalized";

    private TestStorefront Host => fixture.Host;

    [Theory]
    [InlineData("a||b")]
    [InlineData("a/b//../c")]
    [InlineData("\u202Eevil\u202C")]
    [InlineData("\U0001F600\U0010FFFF")]
    [InlineData("%00")]
    [InlineData("a%2Fb")]
    [InlineData("x' OR 1=1 --")]
    public async Task Id_Strange_IsOneShopperByBodyAndByPath(string id)
    {
        var tracked = await Host.PostAsync(Track, $$"""{"type":"click","user_id":{{System.Text.Json.JsonSerializer.Serialize(id)}},"product_id":"p1"}""");
        var read = await Host.GetAsync($"/api/users/{Uri.EscapeDataString(id)}/preferences/live");

        tracked.Status.ShouldBe(200, tracked.Text);
        Host.Shoppers.Events[new ShopperKey(StoreId.Main, ShopperKind.Known, id).ActorId].ShouldHaveSingleItem();
        read.Json.GetProperty("version").GetString().ShouldBe(tracked.Json.GetProperty("version").GetString());
    }

    [Theory]
    [InlineData("\\u0000")]
    [InlineData("a\\u0007b")]
    [InlineData("\\ud83d")]
    [InlineData("..")]
    public async Task Id_ThatIsNone_IsRefusedByName(string escaped) =>
        (await Host.PostAsync(Track, $$"""{"type":"click","user_id":"{{escaped}}","product_id":"p1"}""")).Faults.ShouldBe(["user_id"]);

    [Fact]
    public async Task Path_Nul_IsRefusedByTheServerItself() =>
        (await RawHttp.StatusAsync(Host.Port, "GET /api/users/a%00b/cart HTTP/1.1\r\nHost: localhost\r\n\r\n")).ShouldBe(400);

    [Theory]
    [InlineData("""{"type":"dwell","user_id":"n","product_id":"p1","context":{"time_on_page":1e400}}""", "context.time_on_page")]
    [InlineData("""{"type":"dwell","user_id":"n","product_id":"p1","context":{"time_on_page":-1e400}}""", "context.time_on_page")]
    [InlineData("""{"type":"click","user_id":1e400,"product_id":"p1"}""", "user_id")]
    [InlineData("""{"type":"dwell","user_id":"n","product_id":"p1","context":{"time_on_page":NaN}}""", "body")]
    [InlineData("""{"type":"dwell","user_id":"n","product_id":"p1","context":{"time_on_page":"NaN"}}""", "context.time_on_page")]
    [InlineData("""{"type":"click","user_id":"n","timestamp":"0001-01-01T00:00:00Z"}""", "timestamp")]
    [InlineData("""{"type":"click","user_id":"n","timestamp":"9999-12-31T23:59:59Z"}""", "timestamp")]
    [InlineData("""{"type":"click","user_id":"n","timestamp":-62135596800000}""", "timestamp")]
    [InlineData("""{"type":"click","user_id":"n","timestamp":253402300799999}""", "timestamp")]
    [InlineData("""{"type":"click","user_id":"n","timestamp":1e400}""", "timestamp")]
    [InlineData("""{"type":"click","type":"purchase","user_id":"n"}""", "type")]
    [InlineData("""{"type":"ascension","user_id":"n"}""", "type")]
    public async Task Track_Hostile_NamesTheField(string body, string field)
    {
        var answer = await Host.PostAsync(Track, body);

        answer.Status.ShouldBe(400);
        answer.Faults.ShouldBe([field]);
    }

    [Theory]
    [InlineData(Track, 413)]
    [InlineData(Search, 413)]
    [InlineData("/api/interactions/track/batch", 400)]
    public async Task Body_FiveMegabytes_IsRefusedAndTheNextOneAnswered(string path, int status)
    {
        (await Host.PostAsync(path, "{\"a\":\"" + new string('x', 5_000_000) + "\"}")).Status.ShouldBe(status);
        (await Host.GetAsync("/healthz")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Body_Slow_IsGivenUpAndOthersAreAnswered()
    {
        var slow = RawHttp.StatusOfUnfinishedAsync(
            Host.Port, $"POST {Track} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{", " ", TimeSpan.FromMilliseconds(200));

        (await Host.PostAsync(Track, """{"type":"click","user_id":"beside-slow","product_id":"p1"}""")).Status.ShouldBe(200);
        (await slow).ShouldBe(408);
    }

    [Theory]
    [InlineData(150, 10)]
    [InlineData(50, 1_000)]
    public async Task Headers_Flood_Is431(int count, int length)
    {
        var headers = string.Concat(Enumerable.Range(0, count).Select(i => $"X-{i}: {new string('x', length)}\r\n"));

        (await RawHttp.StatusAsync(Host.Port, $"GET /healthz HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n")).ShouldBe(431);
    }

    [Fact]
    public async Task Query_TenKilobytes_IsRefusedByName()
    {
        var query = new string('q', 10_000);

        (await Host.PostAsync(Search, $$"""{"query":"{{query}}"}""")).Faults.ShouldBe(["query"]);
        (await Host.GetAsync($"/api/search/suggest?q={query}")).Faults.ShouldBe(["q"]);
    }

    [Theory]
    [InlineData("oat AND (")]
    [InlineData("\"oat")]
    [InlineData("NEAR(oat, 3) OR NOT milk*")]
    [InlineData("name:oat ^milk -tea +x ~2 {a TO b] \\")]
    [InlineData("';--")]
    [InlineData("\U0001F600\u202E\u0000")]
    public async Task Query_SearchOperators_AreWords(string query)
    {
        foreach (var away in new[] { false, true })
        {
            Host.Discovery.Away = away;
            var answer = await Host.PostAsync(Search, $$"""{"query":{{System.Text.Json.JsonSerializer.Serialize(query)}},"user_id":"operators"}""");
            Host.Discovery.Away = false;

            answer.Status.ShouldBe(200, answer.Text);
        }
    }

    [Fact]
    public async Task Batch_OneBadAmongAThousand_CostsItselfAlone()
    {
        const int bad = 617;
        var events = Enumerable.Range(0, 1_000).Select(i => i == bad
            ? """{"type":"click","user_id":"thousand","product_id":"p1","timestamp":"0001-01-01T00:00:00Z"}"""
            : $$"""{"event_id":"t-{{i}}","type":"click","user_id":"thousand","product_id":"p1"}""");

        var answer = await Host.PostAsync("/api/interactions/track/batch", $$"""{"events":[{{string.Join(',', events)}}]}""");

        var statuses = answer.Json.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("status").GetInt32()).ToList();
        statuses.Count.ShouldBe(1_000);
        statuses[bad].ShouldBe(400);
        statuses.Count(status => status == 200).ShouldBe(999);
        Host.Shoppers.Events[new ShopperKey(StoreId.Main, ShopperKind.Known, "thousand").ActorId].Select(one => one.EventId)
            .ShouldBe(Enumerable.Range(0, 1_000).Where(i => i != bad).Select(i => $"t-{i}"));
    }
}
