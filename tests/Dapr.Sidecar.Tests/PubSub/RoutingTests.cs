using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Resources;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.PubSub;

/// <summary>Subscriptions in files, and rules that choose the app's path.</summary>
public sealed class RoutingTests : IAsyncLifetime
{
    private const string Broker = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: pubsub}
        spec: {type: pubsub.in-memory, version: v1, metadata: []}
        ---

        """;

    private const string Rules = """
        apiVersion: dapr.io/v2alpha1
        kind: Subscription
        metadata: {name: orders}
        spec:
          pubsubname: pubsub
          topic: orders
          deadLetterTopic: dead
          routes:
            rules:
            - match: event.type == "order.gold"
              path: /gold
            - match: has(event.data.amount) && event.data.amount >= 100
              path: large
            - match: event.data.kind in ["a", "b"]
              path: /kinds
            default: /other
        scopes: [app]
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Subscription
        metadata: {name: dead}
        spec: {pubsubname: pubsub, topic: dead, route: /dead}
        scopes: [app]

        """;

    private readonly Channel<(string Path, string Body)> _got = Channel.CreateUnbounded<(string Path, string Body)>();
    private TestApp _app = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync();
        foreach (var path in (string[])["/gold", "/large", "/kinds", "/other", "/dead", "/programmatic"])
        {
            _app.On(path, (http, body) => _got.Writer.WriteAsync((http.Request.Path, body), Token).AsTask());
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("""{"n":1,"kind":"a"}""", "?metadata.cloudevent.type=order.gold", "/gold")]
    [InlineData("""{"n":2,"amount":100}""", "", "/large")]
    [InlineData("""{"n":3,"amount":99,"kind":"b"}""", "", "/kinds")]
    [InlineData("""{"n":4,"kind":"c"}""", "", "/other")]
    [InlineData("""{"n":5}""", "", "/dead")]
    [Trait("req", "R10.2")]
    public async Task Declarative_Rules_ChooseThePath(string data, string query, string path)
    {
        await using var sidecar = await StartAsync(Broker + Rules);
        using var client = sidecar.Client();

        (await client.PostAsync("/v1.0/publish/pubsub/orders" + query, TestSidecar.Json(data), Token)).EnsureSuccessStatusCode();

        var (at, body) = await _got.Reader.ReadAsync(Token);
        at.ShouldBe(path, "a message that a rule has no value for (no kind) is a failed delivery, as in daprd");
        body.ShouldContain(data);
    }

    [Fact]
    [Trait("req", "R10.2")]
    public async Task Programmatic_RulesOfTheApp_ChooseThePathAndGoBeforeTheFile()
    {
        _app.OnJson("/dapr/subscribe", """
            [{"pubsubname":"pubsub","topic":"orders","routes":{"rules":[{"match":"event.data.vip","path":"/gold"}],"default":"/programmatic"}}]
            """);
        await using var sidecar = await StartAsync(Broker + Rules);
        using var client = sidecar.Client();

        await client.PostAsync("/v1.0/publish/pubsub/orders", TestSidecar.Json("""{"vip":false}"""), Token);
        (await _got.Reader.ReadAsync(Token)).Path.ShouldBe("/programmatic");
        await client.PostAsync("/v1.0/publish/pubsub/orders", TestSidecar.Json("""{"vip":true}"""), Token);
        (await _got.Reader.ReadAsync(Token)).Path.ShouldBe("/gold");

        var metadata = await client.GetStringAsync("/v1.0/metadata", Token);
        metadata.ShouldContain("PROGRAMMATIC");
        metadata.ShouldContain("DECLARATIVE");
        metadata.ShouldContain("event.data.vip");
    }

    [Fact]
    public async Task Programmatic_RuleThatIsNone_RefusesThatSubscriptionAlone()
    {
        _app.OnJson("/dapr/subscribe", """
            [{"pubsubname":"pubsub","topic":"broken","routes":{"rules":[{"match":"event.type =","path":"/gold"}],"default":"/other"}},
             {"pubsubname":"pubsub","topic":"fine","route":"/programmatic"}]
            """);
        await using var sidecar = await StartAsync(Broker);
        using var client = sidecar.Client();

        await client.PostAsync("/v1.0/publish/pubsub/broken", TestSidecar.Json("1"), Token);
        await client.PostAsync("/v1.0/publish/pubsub/fine", TestSidecar.Json("2"), Token);

        (await _got.Reader.ReadAsync(Token)).Path.ShouldBe("/programmatic");
    }

    [Fact]
    public async Task Declarative_OfAnotherAppOrTwice_IsLeftOut()
    {
        var second = Rules.Replace("/other", "/large", StringComparison.Ordinal).Replace("name: orders", "name: second", StringComparison.Ordinal);
        var others = Rules.Replace("[app]", "[another]", StringComparison.Ordinal).Replace("topic: orders", "topic: others", StringComparison.Ordinal);
        await using var sidecar = await StartAsync(Broker + Rules + "---\n" + second + "---\n" + others);
        using var client = sidecar.Client();

        await client.PostAsync("/v1.0/publish/pubsub/others", TestSidecar.Json("""{"kind":"c"}"""), Token);
        await client.PostAsync("/v1.0/publish/pubsub/orders", TestSidecar.Json("""{"kind":"c"}"""), Token);

        (await _got.Reader.ReadAsync(Token)).Path.ShouldBe("/other", "of two files for one topic the first counts");
    }

    [Theory]
    [InlineData("match: event.type == \"order.gold\"", "match: event.type == order", "resources.yaml:15", "spec.routes.rules[0].match", "line 1, column 15 of the expression: there is no variable 'order'")]
    [InlineData("path: large", "path: ''", "resources.yaml:18", "spec.routes.rules[1].path", "missing or empty")]
    [InlineData("topic: orders", "topik: orders", "resources.yaml:10", "spec.topic", "missing or empty")]
    public async Task Declarative_WrongFile_NamesFileLineAndField(string what, string instead, string place, string field, string reason)
    {
        var refused = await Should.ThrowAsync<ResourcesRefusedException>(() => StartAsync(Broker + Rules.Replace(what, instead, StringComparison.Ordinal)));

        refused.Message.ShouldContain(place);
        refused.Message.ShouldContain(field);
        refused.Message.ShouldContain(reason);
    }

    private Task<TestSidecar> StartAsync(string yaml) => TestSidecar.StartAsync(yaml, [new AppOptions { AppId = "app", AppPort = _app.Port }]);
}
