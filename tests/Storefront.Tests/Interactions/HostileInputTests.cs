using System.Diagnostics;
using System.Text;
using Personalization.Abstractions.Identity;
using Storefront.Tests.Support;

namespace Storefront.Tests.Interactions;

/// <summary>Bodies that nobody should send: never a 500, and never the loss of a good event beside them.</summary>
public sealed class HostileInputTests(StorefrontFixture fixture, ITestOutputHelper output) : IClassFixture<StorefrontFixture>
{
    private const int Seed = 20261120;
    private const int Bodies = 2_000;

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e999", "-1e-999", "1E+400", "123456789012345678901234567890", "\"\"", "\".\"", "\"..\"", "\"\\u0000\"", "\"\\ud800\"",
        "\"\\udc00\\ud800\"", "\"\\ud83d\\ude00\"", "\"a/b\"", "\"' OR 1=1\"", "\"<script>\"", "\"2026-13-01T00:00:00Z\"", "\"2026-01-01T00:00:00Z\"", "[]", "{}",
        "[[[[]]]]", "{\"a\":{\"b\":[1,\"\\ud800\"]}}", "[null]", "[\"p1\",2,{}]", "\"purchase\"", "\"scroll\"", "\"dwell\"", "1700000000000", "4102444800000",
    ];

    private static readonly string[] Names =
    [
        "type", "user_id", "anonymous_id", "event_id", "product_id", "session_id", "timestamp", "list_id", "context", "position", "results_shown", "quantity",
        "price", "currency", "rating", "liked", "time_on_page", "__proto__", "unknown", "\\u0074ype", "\\ud800", "",
    ];

    [Fact]
    public async Task Batch_HostileNeighbours_NeverFailNorTakeTheGoodEventAlong()
    {
        output.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        for (var round = 0; round < Bodies / 20; round++)
        {
            var hostile = Enumerable.Range(0, 20).Select(_ => Value(random, 0)).ToList();
            var place = random.Next(hostile.Count + 1);
            hostile.Insert(place, $$"""{"event_id":"good-{{round}}","type":"click","user_id":"good","product_id":"p1"}""");

            var answer = await fixture.Host.PostAsync("/api/interactions/track/batch", $$"""{"events":[{{string.Join(',', hostile)}}]}""");

            answer.Status.ShouldBe(200, answer.Text);
            var results = answer.Json.GetProperty("results").EnumerateArray().ToList();
            results.Count.ShouldBe(21);
            results[place].GetProperty("status").GetInt32().ShouldBe(200);
            results.ShouldAllBe(result => result.GetProperty("status").GetInt32() == 200 || result.GetProperty("status").GetInt32() == 400);
        }

        fixture.Host.Shoppers.Events[new ShopperKey(StoreId.Main, ShopperKind.Known, "good").ActorId].Count.ShouldBe(Bodies / 20);
    }

    [Fact]
    public async Task Batch_HalfACharacterAmongTheNamesOfTheFrame_IsIgnoredAsAnyUnknownField()
    {
        var answer = await fixture.Host.PostAsync(
            "/api/interactions/track/batch", """{"\ud800":1,"e\ud800":2,"\u0065vents":[{"type":"click","user_id":"half","product_id":"p1"}]}""");

        answer.Status.ShouldBe(200, answer.Text);
        answer.Json.GetProperty("results").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("POST", "/api/interactions/track")]
    [InlineData("POST", "/api/interactions/track/batch")]
    [InlineData("POST", "/api/search/personalized")]
    [InlineData("PUT", "/api/users/u/cart")]
    public async Task Body_EndlessNesting_IsRefusedAtOnce(string method, string path)
    {
        foreach (var (open, close) in new[] { ("[", "]"), ("{\"a\":", "}") })
        {
            var deep = string.Concat(Enumerable.Repeat(open, 120_000)) + "1" + string.Concat(Enumerable.Repeat(close, 120_000));
            var watch = Stopwatch.StartNew();

            var answer = await fixture.Host.SendAsync(new HttpMethod(method), path, TestStorefront.Body(Encoding.UTF8.GetBytes(deep), "application/json"));

            answer.Status.ShouldBe(400, answer.Text);
            answer.Faults.ShouldBe(["body"]);
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
        }
    }

    [Fact]
    public async Task Batch_DeepNeighbour_IsRefusedAlone()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 5_000)) + string.Concat(Enumerable.Repeat("]", 5_000));

        var answer = await fixture.Host.PostAsync(
            "/api/interactions/track/batch", $$"""{"events":[{"context":{{deep}}},{{deep}},{"type":"click","user_id":"beside","product_id":"p1"}]}""");

        answer.Json.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("status").GetInt32()).ShouldBe([400, 400, 200]);
    }

    [Theory]
    [InlineData("POST", "/api/interactions/track")]
    [InlineData("POST", "/api/search/personalized")]
    [InlineData("POST", "/api/users/u/merge")]
    [InlineData("PUT", "/api/users/u/personalization")]
    [InlineData("PUT", "/api/users/u/cart")]
    public async Task Body_Hostile_IsAnsweredOrRefused(string method, string path)
    {
        output.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        for (var round = 0; round < Bodies / 5; round++)
        {
            var body = Damage(random, Encoding.UTF8.GetBytes(Value(random, 0)));

            var answer = await fixture.Host.SendAsync(new HttpMethod(method), path, TestStorefront.Body(body, "application/json"));

            answer.Status.ShouldBeOneOf(200, 400, 422);
            if (answer.Status != 200)
            {
                answer.Faults.ShouldNotBeEmpty();
            }
        }
    }

    /// <summary>Parts of requests in wrong places, nested at random.</summary>
    private static string Value(Random random, int depth)
    {
        if (depth > 0 && (depth > 3 || random.Next(3) > 0))
        {
            return Values[random.Next(Values.Length)];
        }

        var fields = Enumerable.Range(0, random.Next(1, 8))
            .Select(_ => $"\"{Names[random.Next(Names.Length)]}\":{Value(random, depth + 1)}");
        return $"{{{string.Join(',', fields)}}}";
    }

    /// <summary>One body in three has a byte changed, cut off or put in.</summary>
    private static byte[] Damage(Random random, byte[] body)
    {
        switch (random.Next(9))
        {
            case 0:
                body[random.Next(body.Length)] = (byte)random.Next(256);
                return body;
            case 1:
                return body[..random.Next(body.Length)];
            case 2:
                var at = random.Next(body.Length);
                return [.. body[..at], (byte)random.Next(256), .. body[at..]];
            default:
                return body;
        }
    }
}
