using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Http;
using Personalization.Sidecar.Resources;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Hosting;

/// <summary>Two replicas of one app, each with its own sidecar API, in one process.</summary>
[Trait("req", "R10.6")]
public sealed class ReplicaTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SidecarGroup _sidecar = new();
    private readonly List<TestApp> _apps = [];
    private readonly ConcurrentQueue<string> _turns = new();

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
    public async Task Invoke_TwoReplicas_BothAreCalledAndOneThatIsAwayIsNot()
    {
        var (one, two) = (await AppAsync("one"), await AppAsync("two"));
        await _sidecar.AddAsync("profiles", one);
        await _sidecar.AddAsync("profiles", two);
        var caller = await _sidecar.AddAsync("storefront", null);

        var before = await AnswersAsync(caller);
        await one.GoAwayAsync();
        await Eventually.TrueAsync(() => _sidecar.Services.Registry.Apps[0].IsAway);
        var during = await AnswersAsync(caller);
        await one.ComeBackAsync();
        await Eventually.TrueAsync(() => !_sidecar.Services.Registry.Apps[0].IsAway);
        var after = await AnswersAsync(caller);

        before.ShouldBe(["one", "two"], ignoreOrder: true);
        during.ShouldBe(["two"]);
        after.ShouldBe(["one", "two"], ignoreOrder: true);
    }

    [Fact]
    public async Task Actors_TwoReplicas_LiveInOneEachAndMoveBetweenTurns()
    {
        var (one, two) = (await AppAsync("one"), await AppAsync("two"));
        var client = await _sidecar.AddAsync("profiles", one, Store());
        var other = await _sidecar.AddAsync("profiles", two, Store());

        await CallAllAsync(client);
        await CallAllAsync(other);
        var (atOne, atTwo) = (ActorsOf(one), ActorsOf(two));
        atOne.Overlaps(atTwo).ShouldBeFalse();
        atOne.Count.ShouldBeInRange(5, 45);
        (atOne.Count + atTwo.Count).ShouldBe(50);

        // One dies: its actors live in the other, and only they moved.
        await one.GoAwayAsync();
        await Eventually.TrueAsync(() => _sidecar.Services.Registry.Apps[0].IsAway);
        one.Calls.Clear();
        await CallAllAsync(other);
        ActorsOf(two).Count.ShouldBe(50);
        two.Calls.ShouldNotContain(call => call.StartsWith("DELETE", StringComparison.Ordinal));

        // It comes back: its actors go home, each deactivated where it was before it has a turn there.
        await one.ComeBackAsync();
        await Eventually.TrueAsync(() => !_sidecar.Services.Registry.Apps[0].IsAway);
        _turns.Clear();
        await CallAllAsync(other);
        ActorsOf(one).SetEquals(atOne).ShouldBeTrue();
        foreach (var actor in atOne)
        {
            _turns.Where(turn => turn.EndsWith($" {actor}", StringComparison.Ordinal)).ShouldBe([$"two leaves {actor}", $"one calls {actor}"]);
        }
    }

    [Fact]
    public async Task Actors_ReplicaComesAndGoes_NeverTwoTurnsOfOneAtOnce()
    {
        var (inside, most) = (new ConcurrentDictionary<string, int>(), 0);
        var (one, two) = (await AppAsync("one"), await AppAsync("two"));
        foreach (var app in (TestApp[])[one, two])
        {
            app.On("/actors/*", async (context, _) =>
            {
                var actor = context.Request.Path.Value!.Split('/')[3];
                most = Math.Max(most, inside.AddOrUpdate(actor, 1, (_, now) => now + 1));
                await Task.Delay(2);
                inside.AddOrUpdate(actor, 0, (_, now) => now - 1);
            });
        }

        var client = await _sidecar.AddAsync("profiles", one, Store());
        await _sidecar.AddAsync("profiles", two, Store());
        using var stop = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 8).Select(async caller =>
        {
            for (var call = caller; !stop.IsCancellationRequested; call++)
            {
                (await client.PostAsync($"/v1.0/actors/Shopper/s{call % 4}/method/Add", null)).Dispose();
            }
        }).ToList();
        for (var round = 0; round < 4; round++)
        {
            // No connection is cut: the turns of one that leaves go on while the others move.
            _sidecar.Services.Registry.Apps[1].FoundAway();
            await Task.Delay(50);
        }

        await stop.CancelAsync();
        await Task.WhenAll(callers);

        most.ShouldBe(1);
    }

    [Fact]
    public async Task Reminder_TwoReplicas_FiresOnce()
    {
        var (one, two) = (await AppAsync("one"), await AppAsync("two"));
        var client = await _sidecar.AddAsync("profiles", one, Store());
        var other = await _sidecar.AddAsync("profiles", two, Store());
        await CallAllAsync(client);
        for (var actor = 0; actor < 50; actor++)
        {
            var answer = await (actor % 2 == 0 ? client : other).PostAsync($"/v1.0/actors/Shopper/s{actor}/reminders/wake", Json("""{"dueTime":"100ms"}"""));
            answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        await Eventually.TrueAsync(() => Fired() >= 50);
        await Task.Delay(300, TestContext.Current.CancellationToken);

        Fired().ShouldBe(50);
        ActorsOf(one).Overlaps(ActorsOf(two)).ShouldBeFalse();

        int Fired() => one.Calls.Concat(two.Calls).Count(call => call.EndsWith("/method/remind/wake", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Publish_TwoReplicas_EachEventGoesToOneAndEachBroadcastToBoth()
    {
        var (one, two) = (await AppAsync("one"), await AppAsync("two"));
        foreach (var app in (TestApp[])[one, two])
        {
            app.OnJson("/dapr/subscribe", """[{"pubsubname":"pubsub","topic":"orders","route":"/order"},{"pubsubname":"broadcast","topic":"news","route":"/news"}]""");
        }

        var client = await _sidecar.AddAsync("profiles", one, Queue("pubsub"), Queue("broadcast", ("consumerID", "{uuid}")));
        await _sidecar.AddAsync("profiles", two, Queue("pubsub"), Queue("broadcast", ("consumerID", "{uuid}")));
        for (var number = 0; number < 40; number++)
        {
            await client.PostAsJsonAsync("/v1.0/publish/pubsub/orders", new { number });
        }

        await client.PostAsJsonAsync("/v1.0/publish/broadcast/news", new { version = 1 });

        await Eventually.TrueAsync(() => Count("POST /order") >= 40 && Count("POST /news") >= 2);
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Count("POST /order").ShouldBe(40);
        one.Calls.Count(call => call == "POST /news").ShouldBe(1);
        two.Calls.Count(call => call == "POST /news").ShouldBe(1);

        int Count(string wanted) => one.Calls.Concat(two.Calls).Count(call => call == wanted);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static HashSet<string> ActorsOf(TestApp app) =>
        [.. app.Calls.Where(call => call.EndsWith("/method/Add", StringComparison.Ordinal)).Select(call => call.Split('/')[3])];

    private static async Task CallAllAsync(HttpClient client)
    {
        for (var actor = 0; actor < 50; actor++)
        {
            (await client.PostAsync($"/v1.0/actors/Shopper/s{actor}/method/Add", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    private static async Task<IReadOnlyList<string>> AnswersAsync(HttpClient caller)
    {
        var answers = new HashSet<string>();
        for (var call = 0; call < 10; call++)
        {
            answers.Add(await caller.GetStringAsync("/v1.0/invoke/profiles/method/who"));
        }

        return [.. answers];
    }

    private ComponentResource Store() =>
        SidecarGroup.Component("state", "state.sqlite", ("connectionString", _folder.File("state.db")), ("actorStateStore", "true"));

    private ComponentResource Queue(string name, params (string Name, string Value)[] more) =>
        SidecarGroup.Component(name, "pubsub.sqlite", [("connectionString", _folder.File($"{name}.db")), .. more]);

    private async Task<TestApp> AppAsync(string name)
    {
        var app = await TestApp.StartAsync();
        _apps.Add(app);
        return app
            .OnJson("/dapr/config", """{"entities":["Shopper"]}""")
            .On("/who", (context, _) => context.Response.WriteAsync(name))
            .On("/order", (_, _) => Task.CompletedTask)
            .On("/news", (_, _) => Task.CompletedTask)
            .On("/actors/*", (context, _) =>
            {
                _turns.Enqueue($"{name} {(context.Request.Method == "DELETE" ? "leaves" : "calls")} {context.Request.Path.Value!.Split('/')[3]}");
                return Task.CompletedTask;
            });
    }
}
