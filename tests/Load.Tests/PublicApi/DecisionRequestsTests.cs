using System.Text;
using System.Text.Json.Nodes;
using Personalization.Load.PublicApi;

namespace Personalization.Load.Tests.PublicApi;

public sealed class DecisionRequestsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Next_NoTwoAreAlike_AndEachIsWhole(int slots)
    {
        var requests = new DecisionRequests(slots, seed: 1);

        var bodies = Enumerable.Range(0, 50).Select(_ => Body(requests.Next())).ToList();

        bodies.Select(body => body.ToJsonString()).Distinct().Count().ShouldBe(50);
        bodies.Select(body => body["customer_id"]!.GetValue<string>()).Distinct().Count().ShouldBe(50);
        foreach (var body in bodies)
        {
            var lists = slots == 1 ? [body["available_items"]!.AsArray()] : body["slots"]!.AsArray().Select(slot => slot!["available_items"]!.AsArray()).ToArray();
            lists.Length.ShouldBe(slots);
            lists.ShouldAllBe(items => items.Count == 20 && items.All(item => item!["features"]!.AsObject().Count == 32));
        }
    }

    private static JsonNode Body(ReadOnlyMemory<byte> request)
    {
        var text = Encoding.UTF8.GetString(request.Span);
        var (head, body) = (text[..text.IndexOf("\r\n\r\n", StringComparison.Ordinal)], text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        head.ShouldContain($"Content-Length: {Encoding.UTF8.GetByteCount(body)}");
        return JsonNode.Parse(body)!;
    }
}
