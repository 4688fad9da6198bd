using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Scopes;

/// <summary>Who may use which component and which topic, and the tokens both ways.</summary>
[Trait("req", "R8.4")]
public sealed class ScopeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Component_OutOfScope_IsNotThereForTheApp()
    {
        var store = Yaml.InMemoryStore + "\nscopes: [other]\n---\n" + Yaml.InMemoryStore.Replace("name: store", "name: mine", StringComparison.Ordinal) + "\nscopes: [app]";
        await using var sidecar = await TestSidecar.StartAsync(store, [new AppOptions { AppId = "app" }, new AppOptions { AppId = "third" }]);
        using var app = sidecar.Client("app");
        using var third = sidecar.Client("third");

        await ExpectAsync(await app.GetAsync("/v1.0/state/store/k", Token), HttpStatusCode.BadRequest, "ERR_STATE_STORE_NOT_FOUND");
        (await app.GetAsync("/v1.0/state/mine/k", Token)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ExpectAsync(await third.GetAsync("/v1.0/state/mine/k", Token), HttpStatusCode.InternalServerError, "ERR_STATE_STORE_NOT_CONFIGURED");
        (await app.GetStringAsync("/v1.0/metadata", Token)).ShouldNotContain("\"store\"");
    }

    [Theory]
    // No rule: everything is open.
    [InlineData("", "a", true)]
    // A scope lists what the app may publish; an empty one is nothing; an app that no scope names may publish what is not protected.
    [InlineData("publishingScopes: app=a,b", "a", true)]
    [InlineData("publishingScopes: app=a,b", "c", false)]
    [InlineData("publishingScopes: app=;other=a", "a", false)]
    [InlineData("publishingScopes: other=a", "a", true)]
    [InlineData("publishingScopes: other=a; app = b ", "b", true)]
    // Allowed topics bound everybody.
    [InlineData("allowedTopics: a,b", "a", true)]
    [InlineData("allowedTopics: a,b", "c", false)]
    [InlineData("allowedTopics: a|publishingScopes: app=c", "c", false)]
    // Protected ones are open to those alone that a scope names for them.
    [InlineData("protectedTopics: a", "a", false)]
    [InlineData("protectedTopics: a", "b", true)]
    [InlineData("protectedTopics: a|publishingScopes: app=a", "a", true)]
    [InlineData("protectedTopics: a|publishingScopes: other=a", "a", false)]
    [InlineData("protectedTopics: a|subscriptionScopes: app=a", "a", false)]
    public async Task Publish_TopicScopes_AreDaprds(string rules, string topic, bool allowed)
    {
        await using var sidecar = await TestSidecar.StartAsync(Broker(rules));
        using var client = sidecar.Client();

        var answer = await client.PostAsync($"/v1.0/publish/pubsub/{topic}", TestSidecar.Json("1"), Token);
        var bulk = await client.PostAsync($"/v1.0/publish/bulk/pubsub/{topic}", TestSidecar.Json("""[{"entryId":"1","event":1,"contentType":"application/json"}]"""), Token);

        if (allowed)
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
            bulk.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }
        else
        {
            await ExpectAsync(answer, HttpStatusCode.Forbidden, "ERR_PUBSUB_FORBIDDEN");
            await ExpectAsync(bulk, HttpStatusCode.Forbidden, "ERR_PUBSUB_FORBIDDEN");
        }
    }

    [Fact]
    public async Task Subscribe_TopicScopes_LeaveOutWhatTheAppMayNotHear()
    {
        await using var app = await TestApp.StartAsync();
        var heard = new ConcurrentQueue<string>();
        app.OnJson("/dapr/subscribe", """[{"pubsubname":"pubsub","topic":"open","route":"/open"},{"pubsubname":"pubsub","topic":"closed","route":"/closed"}]""");
        foreach (var path in (string[])["/open", "/closed"])
        {
            app.On(path, (_, _) =>
            {
                heard.Enqueue(path);
                return Task.CompletedTask;
            });
        }

        await using var sidecar = await TestSidecar.StartAsync(Broker("subscriptionScopes: app=open"), appPort: app.Port);
        using var client = sidecar.Client();

        await client.PostAsync("/v1.0/publish/pubsub/closed", TestSidecar.Json("1"), Token);
        await client.PostAsync("/v1.0/publish/pubsub/open", TestSidecar.Json("1"), Token);

        await Eventually.TrueAsync(() => !heard.IsEmpty);
        heard.ShouldBe(["/open"]);
        (await client.GetStringAsync("/v1.0/metadata", Token)).ShouldNotContain("closed");
    }

    [Fact]
    public async Task AppToken_EveryCallOfTheSidecar_CarriesIt()
    {
        await using var app = await TestApp.StartAsync();
        var tokens = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        Task Note(HttpContext http, string answer)
        {
            tokens[http.Request.Path] = http.Request.Headers["dapr-api-token"].ToString();
            return http.Response.WriteAsync(answer);
        }

        app.On("/dapr/subscribe", (http, _) => Note(http, """[{"pubsubname":"pubsub","topic":"t","route":"/events"}]"""));
        app.On("/dapr/config", (http, _) => Note(http, "{}"));
        foreach (var path in (string[])["/events", "/tick", "/job/j", "/called"])
        {
            app.On(path, (http, _) => Note(http, "{}"));
        }

        const string Clock = """
            ---
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: tick}
            spec: {type: bindings.cron, version: v1, metadata: [{name: schedule, value: "@every 1s"}]}
            """;
        await using var sidecar = await TestSidecar.StartAsync(
            Broker("") + "\n" + Clock,
            [new AppOptions { AppId = "app", AppPort = app.Port, AppToken = "of-the-app", ApiToken = "of-dapr", JobsFile = _folder.File("jobs.db") }]);
        using var client = sidecar.Client();
        (await client.PostAsync("/v1.0/publish/pubsub/t", TestSidecar.Json("1"), Token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        client.DefaultRequestHeaders.Add("dapr-api-token", "of-dapr");

        (await client.PostAsync("/v1.0/publish/pubsub/t", TestSidecar.Json("1"), Token)).EnsureSuccessStatusCode();
        (await client.PostAsync("/v1.0/jobs/j", TestSidecar.Json("""{"dueTime":"0s"}"""), Token)).EnsureSuccessStatusCode();
        (await client.PostAsync("/v1.0/invoke/app/method/called", TestSidecar.Json("1"), Token)).EnsureSuccessStatusCode();

        string[] expected = ["/called", "/dapr/config", "/dapr/subscribe", "/events", "/job/j", "/tick"];
        await Eventually.TrueAsync(() => tokens.Count == expected.Length);
        tokens.Keys.Order(StringComparer.Ordinal).ShouldBe(expected);
        tokens.Values.ShouldAllBe(token => token == "of-the-app");
    }

    private static string Broker(string rules) => """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: pubsub}
        spec:
          type: pubsub.in-memory
          version: v1
          metadata:

        """ + string.Concat(rules.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(rule => $"  - {{name: {rule.Split(": ")[0]}, value: \"{rule.Split(": ")[1]}\"}}\n"));

    private static async Task ExpectAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        response.StatusCode.ShouldBe(status);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
        body.RootElement.GetProperty("errorCode").GetString().ShouldBe(code);
    }
}
