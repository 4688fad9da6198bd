using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Personalization.Sidecar.Resources;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Actors;

public sealed class ActorTests : IAsyncDisposable
{
    private const string Config = "/dapr/config";

    private readonly TempFolder _folder = new();
    private readonly SidecarGroup _sidecar = new();
    private readonly List<TestApp> _apps = [];

    public async ValueTask DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        foreach (var app in _apps)
        {
            await app.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task Invoke_FromAnotherApp_PassesHeadersAndBodiesThrough()
    {
        var app = await HostAsync();
        app.On("/actors/Shopper/ann/method/Add", async (context, body) =>
        {
            context.Request.Method.ShouldBe("PUT");
            context.Response.Headers["x-answer"] = context.Request.Headers["x-question"];
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(body + "!");
        });
        await _sidecar.AddAsync("profiles", app, Store());
        var caller = await _sidecar.AddAsync("storefront", null);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{caller.BaseAddress}/v1.0/actors/Shopper/ann/method/Add")) { Content = new StringContent("[1]", Encoding.UTF8, "application/json") };
        request.Headers.Add("x-question", "42");

        var answer = await caller.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("[1]!");
        answer.Headers.GetValues("x-answer").ShouldBe(["42"]);
    }

    [Fact]
    public async Task Invoke_ManyAtOnce_OneTurnAtATime()
    {
        var app = await HostAsync();
        var (inside, most) = (0, 0);
        app.On("/actors/Shopper/ann/method/Turn", async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await Task.Delay(5);
            Interlocked.Decrement(ref inside);
        });
        var client = await _sidecar.AddAsync("profiles", app, Store());

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.PostAsync("/v1.0/actors/Shopper/ann/method/Turn", null)));

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
        most.ShouldBe(1);
    }

    [Fact]
    public async Task Invoke_TwoActors_DoNotWaitForEachOther()
    {
        var app = await HostAsync();
        var both = new CountdownEvent(2);
        app.On("/actors/Shopper/*", async (context, _) =>
        {
            both.Signal();
            await Eventually.TrueAsync(() => both.IsSet, "both actors are in a turn");
            context.Response.StatusCode = 200;
        });
        var client = await _sidecar.AddAsync("profiles", app, Store());

        var answers = await Task.WhenAll(
            client.PostAsync("/v1.0/actors/Shopper/ann/method/Turn", null),
            client.PostAsync("/v1.0/actors/Shopper/bob/method/Turn", null));

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Invoke_CallerGaveUp_NextTurnWaitsForTheAppAllTheSame()
    {
        var app = await HostAsync();
        var release = new TaskCompletionSource();
        var turns = new ConcurrentQueue<string>();
        app.On("/actors/Shopper/ann/method/Slow", async (_, _) =>
        {
            turns.Enqueue("slow begins");
            await release.Task;
            turns.Enqueue("slow ends");
        });
        app.On("/actors/Shopper/ann/method/Next", (_, _) =>
        {
            turns.Enqueue("next");
            return Task.CompletedTask;
        });
        var client = await _sidecar.AddAsync("profiles", app, Store());
        using var impatient = new CancellationTokenSource();
        var slow = client.PostAsync("/v1.0/actors/Shopper/ann/method/Slow", null, impatient.Token);
        await Eventually.TrueAsync(() => !turns.IsEmpty, "the slow turn began");
        await impatient.CancelAsync();
        await slow.ShouldThrowAsync<OperationCanceledException>();

        var next = client.PostAsync("/v1.0/actors/Shopper/ann/method/Next", null);
        await Task.Delay(100);
        release.SetResult();

        (await next).StatusCode.ShouldBe(HttpStatusCode.OK);
        turns.ShouldBe(["slow begins", "slow ends", "next"]);
    }

    [Theory]
    [InlineData("/v1.0/actors/Nobody/ann/method/Add", 500, "ERR_ACTOR_INVOKE_METHOD")]
    [InlineData("/v1.0/actors/dapr.internal.x/ann/method/Add", 403, "ERR_ACTOR_TYPE_RESERVED")]
    [InlineData("/v1.0/actors/Shopper/a%2Fb/method/Add", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("/v1.0/actors/Shopper/ann/method/Missing", 404, "ERR_ACTOR_INVOKE_METHOD")]
    [InlineData("/v1.0/actors/Shopper/ann/method/Broken", 500, "ERR_ACTOR_INVOKE_METHOD")]
    public async Task Invoke_Refused_SaysWhy(string path, int status, string code)
    {
        var app = await HostAsync();
        app.On("/actors/Shopper/ann/method/Broken", (context, _) =>
        {
            context.Response.StatusCode = 503;
            return context.Response.WriteAsync("no store");
        });
        var client = await _sidecar.AddAsync("profiles", app, Store());

        var answer = await client.PostAsync(path, null);

        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errorCode").GetString().ShouldBe(code);
    }

    [Fact]
    public async Task Invoke_AppIsAwayAndBack_WorksAgain()
    {
        var app = await HostAsync();
        app.On("/actors/Shopper/ann/method/Add", (_, _) => Task.CompletedTask);
        var client = await _sidecar.AddAsync("profiles", app, Store());
        (await client.PostAsync("/v1.0/actors/Shopper/ann/method/Add", null)).EnsureSuccessStatusCode();
        await app.GoAwayAsync();

        var away = await client.PostAsync("/v1.0/actors/Shopper/ann/method/Add", null);
        var state = await client.GetAsync("/v1.0/actors/Shopper/ann/state/x");
        await app.ComeBackAsync();
        var back = await client.PostAsync("/v1.0/actors/Shopper/ann/method/Add", null);

        (await away.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errorCode").GetString().ShouldBe("ERR_ACTOR_INVOKE_METHOD");
        state.StatusCode.ShouldBe(HttpStatusCode.BadRequest, "its activation went away with the app");
        back.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Invoke_Reentrant_TheChainEntersAndTheDepthIsLimited()
    {
        var app = await HostAsync("""{"entities":["Shopper"],"reentrancy":{"enabled":true,"maxStackDepth":3}}""");
        HttpClient? client = null;
        var depth = 0;
        app.On("/actors/Shopper/ann/method/Again", async (context, _) =>
        {
            depth++;
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1.0/actors/Shopper/ann/method/Again");
            request.Headers.Add("Dapr-Reentrancy-Id", context.Request.Headers["Dapr-Reentrancy-Id"].ToString());
            var inner = await client!.SendAsync(request);
            context.Response.StatusCode = (int)inner.StatusCode;
            await context.Response.WriteAsync(await inner.Content.ReadAsStringAsync());
        });
        client = await _sidecar.AddAsync("profiles", app, Store());

        var answer = await client.PostAsync("/v1.0/actors/Shopper/ann/method/Again", null);

        depth.ShouldBe(3);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("ERR_ACTOR_STACK_DEPTH");
    }

    [Fact]
    public async Task State_ActiveActor_SavesAtomicallyAndReadsBack()
    {
        var (app, client) = await ActiveAsync();

        var saved = await client.PostAsync("/v1.0/actors/Shopper/ann/state", Json(
            """[{"operation":"upsert","request":{"key":"a","value":{"n":[1, 2]}}},{"operation":"upsert","request":{"key":"b","value":"t","metadata":{"ttlInSeconds":"100"}}},{"operation":"delete","request":{"key":"c"}}]"""));
        var a = await client.GetAsync("/v1.0/actors/Shopper/ann/state/a");
        var b = await client.GetAsync("/v1.0/actors/Shopper/ann/state/b");
        var c = await client.GetAsync("/v1.0/actors/Shopper/ann/state/c");

        saved.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await a.Content.ReadAsStringAsync()).ShouldBe("""{"n":[1, 2]}""");
        (await b.Content.ReadAsStringAsync()).ShouldBe("\"t\"");
        b.Headers.Contains("metadata.ttlExpireTime").ShouldBeTrue();
        c.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        app.Calls.ShouldContain("PUT /actors/Shopper/ann/method/Add");
    }

    [Fact]
    public async Task State_OneOperationFails_NothingIsSaved()
    {
        var (_, client) = await ActiveAsync();

        var refused = await client.PostAsync("/v1.0/actors/Shopper/ann/state", Json(
            """[{"operation":"upsert","request":{"key":"a","value":1}},{"operation":"upsert","request":{"key":"b","value":2,"etag":"not-it"}}]"""));

        refused.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await client.GetAsync("/v1.0/actors/Shopper/ann/state/a")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task State_SurvivesTheSidecar()
    {
        var (app, client) = await ActiveAsync();
        await client.PostAsync("/v1.0/actors/Shopper/ann/state", Json("""[{"operation":"upsert","request":{"key":"a","value":7}}]"""));
        await _sidecar.RemoveAsync("profiles");

        client = await _sidecar.AddAsync("profiles", app, Store());

        (await client.GetAsync("/v1.0/actors/Shopper/ann/state/a")).StatusCode.ShouldBe(HttpStatusCode.BadRequest, "nobody called it yet");
        await client.PostAsync("/v1.0/actors/Shopper/ann/method/Add", null);
        (await client.GetStringAsync("/v1.0/actors/Shopper/ann/state/a")).ShouldBe("7");
    }

    [Fact]
    public async Task State_ActorNotActive_IsMissing()
    {
        var (_, client) = await ActiveAsync();

        var answer = await client.PostAsync("/v1.0/actors/Shopper/bob/state", Json("[]"));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errorCode").GetString().ShouldBe("ERR_ACTOR_INSTANCE_MISSING");
    }

    [Fact]
    public async Task State_NoActorStore_IsRefused()
    {
        var app = await HostAsync();
        app.On("/actors/Shopper/ann/method/Add", (_, _) => Task.CompletedTask);
        var client = await _sidecar.AddAsync("profiles", app);
        await client.PostAsync("/v1.0/actors/Shopper/ann/method/Add", null);

        var answer = await client.GetAsync("/v1.0/actors/Shopper/ann/state/a");

        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errorCode").GetString().ShouldBe("ERR_ACTOR_RUNTIME_NOT_FOUND");
    }

    [Fact]
    public async Task Idle_TimeoutPassed_DeactivatesOnce()
    {
        var app = await HostAsync("""{"entities":["Shopper"],"actorIdleTimeout":"0h0m1s0ms"}""");
        app.On("/actors/Shopper/ann*", (_, _) => Task.CompletedTask);
        var client = await _sidecar.AddAsync("profiles", app, Store());
        await client.PostAsync("/v1.0/actors/Shopper/ann/method/Add", null);

        await Eventually.TrueAsync(() => app.Calls.Contains("DELETE /actors/Shopper/ann"), "the idle actor is deactivated");
        await Task.Delay(1_500);

        app.Calls.Count(call => call == "DELETE /actors/Shopper/ann").ShouldBe(1);
        (await client.PostAsync("/v1.0/actors/Shopper/ann/method/Add", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Stop_ActiveActors_AreDeactivated()
    {
        var (app, _) = await ActiveAsync();

        await _sidecar.RemoveAsync("profiles");

        app.Calls.Count(call => call == "DELETE /actors/Shopper/ann").ShouldBe(1);
    }

    [Fact]
    public async Task Placement_TwoAppsHostTheType_EachActorLivesInOne()
    {
        var one = await HostAsync();
        var two = await HostAsync();
        foreach (var app in (TestApp[])[one, two])
        {
            app.On("/actors/*", (_, _) => Task.CompletedTask);
        }

        var client = await _sidecar.AddAsync("one", one, Store());
        var other = await _sidecar.AddAsync("two", two, Store());
        for (var n = 0; n < 50; n++)
        {
            await client.PostAsync($"/v1.0/actors/Shopper/s{n}/method/Add", null);
            await other.PostAsync($"/v1.0/actors/Shopper/s{n}/method/Add", null);
        }

        var first = one.Calls.Where(call => call.EndsWith("Add", StringComparison.Ordinal)).ToHashSet();
        var second = two.Calls.Where(call => call.EndsWith("Add", StringComparison.Ordinal)).ToHashSet();
        first.Overlaps(second).ShouldBeFalse();
        first.Count.ShouldBeInRange(10, 40);
        (first.Count + second.Count).ShouldBe(50);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private ComponentResource Store() =>
        SidecarGroup.Component("state", "state.sqlite", ("connectionString", _folder.File("state.db")), ("actorStateStore", "true"));

    private async Task<TestApp> HostAsync(string config = """{"entities":["Shopper"]}""")
    {
        var app = await TestApp.StartAsync();
        _apps.Add(app);
        return app.OnJson(Config, config);
    }

    private async Task<(TestApp App, HttpClient Client)> ActiveAsync()
    {
        var app = await HostAsync();
        app.On("/actors/Shopper/ann*", (_, _) => Task.CompletedTask);
        var client = await _sidecar.AddAsync("profiles", app, Store());
        (await client.PostAsync("/v1.0/actors/Shopper/ann/method/Add", null)).EnsureSuccessStatusCode();
        return (app, client);
    }
}
