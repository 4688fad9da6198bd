using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Personalization.Sidecar.Resources;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Actors;

public sealed class ReminderAndTimerTests : IAsyncDisposable
{
    private const string Reminder = "/v1.0/actors/Shopper/ann/reminders/wake";
    private const string Timer = "/v1.0/actors/Shopper/ann/timers/tick";
    private const string Fired = "/actors/Shopper/ann/method/remind/wake";
    private const string Ticked = "/actors/Shopper/ann/method/timer/tick";

    private readonly TempFolder _folder = new();
    private readonly SidecarGroup _sidecar = new();
    private readonly ConcurrentQueue<string> _bodies = new();
    private TestApp? _app;
    private HttpClient? _client;

    public async ValueTask DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task Reminder_Once_FiresWithItsDataAndIsGone()
    {
        await StartAsync();

        (await RegisterAsync("""{"dueTime":"50ms","data":{"n":1}}""")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await FiredAsync(1);
        var body = JsonDocument.Parse(_bodies.First()).RootElement;
        body.GetProperty("data").GetProperty("n").GetInt32().ShouldBe(1);
        body.GetProperty("dueTime").GetString().ShouldBe("");
        body.GetProperty("period").GetString().ShouldBe("");
        await GoneAsync();
    }

    [Fact]
    public async Task Reminder_SidecarRestarted_FiresAfterwards()
    {
        await StartAsync();
        await RegisterAsync("""{"dueTime":"700ms","data":"later"}""");
        await _sidecar.RemoveAsync("profiles");

        await AddSidecarAsync();

        await FiredAsync(1);
    }

    [Fact]
    public async Task Reminder_FellDueWhileTheSidecarWasDown_FiresAtOnce()
    {
        await StartAsync();
        await RegisterAsync("""{"dueTime":"100ms","period":"R2/PT0.1S"}""");
        await _sidecar.RemoveAsync("profiles");
        await Task.Delay(400, TestContext.Current.CancellationToken);

        await AddSidecarAsync();

        await FiredAsync(2);
        await GoneAsync();
    }

    [Fact]
    public async Task Reminder_AppIsAwayWhenDue_FiresWhenItIsBack()
    {
        await StartAsync();
        await RegisterAsync("""{"dueTime":"50ms"}""");
        await _app!.GoAwayAsync();
        await Task.Delay(300, TestContext.Current.CancellationToken);

        await _app.ComeBackAsync();

        await FiredAsync(1);
    }

    [Fact]
    public async Task Reminder_FiringFails_IsRetriedThriceThenDropped()
    {
        await StartAsync(status: 500);

        await RegisterAsync("""{"dueTime":"0s","failurePolicy":{"constant":{"interval":"10ms","maxRetries":3}}}""");

        await GoneAsync();
        Count(Fired).ShouldBe(4);
    }

    [Fact]
    public async Task Reminder_PeriodicFiringFails_TheNextOnesGoOn()
    {
        await StartAsync(status: 500);

        await RegisterAsync("""{"dueTime":"0s","period":"50ms","failurePolicy":{"drop":{}}}""");

        await FiredAsync(3);
        (await _client!.GetAsync(Reminder)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Reminder_ActorCancels_NeverFiresAgain()
    {
        await StartAsync(cancel: true);

        await RegisterAsync("""{"dueTime":"0s","period":"50ms"}""");

        await FiredAsync(1);
        await GoneAsync();
        Count(Fired).ShouldBe(1);
    }

    [Fact]
    public async Task Reminder_RegisteredAgain_ReplacesTheFirst()
    {
        await StartAsync();
        await RegisterAsync("""{"dueTime":"1h","data":1}""");

        await RegisterAsync("""{"dueTime":"20ms","data":2}""");

        await FiredAsync(1);
        _bodies.First().ShouldContain("\"data\":2");
        await GoneAsync();
    }

    [Fact]
    public async Task Reminder_NameTakenAndNoOverwrite_IsAConflict()
    {
        await StartAsync();
        await RegisterAsync("""{"dueTime":"1h"}""");

        (await RegisterAsync("""{"dueTime":"1s","overwrite":false}""")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Reminder_Deleted_NeitherFiresNorComesBackAfterARestart()
    {
        await StartAsync();
        await RegisterAsync("""{"dueTime":"4s"}""");

        (await _client!.DeleteAsync(Reminder)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await _sidecar.RemoveAsync("profiles");
        await AddSidecarAsync();
        await Task.Delay(4_500, TestContext.Current.CancellationToken);
        Count(Fired).ShouldBe(0);
        await GoneAsync();
    }

    [Fact]
    public async Task Reminder_Get_GivesBackWhatWasRegistered()
    {
        await StartAsync();
        await RegisterAsync("""{"dueTime":"0h10m0s0ms","period":"0h0m5s0ms","data":"AQID"}""");

        var found = await _client!.GetFromJsonAsync<JsonElement>(Reminder);

        found.GetProperty("actorID").GetString().ShouldBe("ann");
        found.GetProperty("actorType").GetString().ShouldBe("Shopper");
        found.GetProperty("dueTime").GetString().ShouldBe("0h10m0s0ms");
        found.GetProperty("period").GetString().ShouldBe("0h0m5s0ms");
        found.GetProperty("data").GetString().ShouldBe("AQID");
    }

    [Fact]
    public async Task Reminder_ManyActors_AllSurviveARestart()
    {
        await StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 600).Select(async n =>
            (await _client!.PostAsync($"/v1.0/actors/Shopper/s{n}/reminders/wake", Json("""{"dueTime":"1h"}"""))).EnsureSuccessStatusCode()));
        await Task.WhenAll(Enumerable.Range(0, 300).Select(n => _client!.DeleteAsync($"/v1.0/actors/Shopper/s{n}/reminders/wake")));
        await _sidecar.RemoveAsync("profiles");

        await AddSidecarAsync();

        for (var n = 0; n < 600; n++)
        {
            (await _client!.GetAsync($"/v1.0/actors/Shopper/s{n}/reminders/wake")).StatusCode.ShouldBe(n < 300 ? HttpStatusCode.NotFound : HttpStatusCode.OK);
        }
    }

    [Theory]
    [InlineData("/v1.0/actors/Shopper/ann/reminders/wake", """{"dueTime":"soon"}""", 400, "ERR_ACTOR_REMINDER_CREATE")]
    [InlineData("/v1.0/actors/Nobody/ann/reminders/wake", """{"dueTime":"1s"}""", 403, "ERR_ACTOR_REMINDER_NON_HOSTED")]
    [InlineData("/v1.0/actors/Shopper/ann/reminders/wake", "[", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("/v1.0/actors/Shopper/ann/timers/tick", """{"period":"often"}""", 400, "ERR_ACTOR_TIMER_CREATE")]
    public async Task Register_Refused_SaysWhy(string path, string body, int status, string code)
    {
        await StartAsync();

        var answer = await _client!.PostAsync(path, Json(body));

        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errorCode").GetString().ShouldBe(code);
    }

    [Fact]
    public async Task Timer_Periodic_EchoesItsTextsAndStopsWhenDeleted()
    {
        await StartAsync();

        (await _client!.PostAsync(Timer, Json("""{"dueTime":"0h0m0s20ms","period":"0h0m0s20ms","callback":"OnTick","data":"AQ=="}""")))
            .StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await Eventually.TrueAsync(() => Count(Ticked) >= 3, "three ticks");
        (await _client.DeleteAsync(Timer)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await StillAsync(Ticked);
        _bodies.First().ShouldBe("""{"callback":"OnTick","data":"AQ==","dueTime":"0h0m0s20ms","period":"0h0m0s20ms"}""");
    }

    [Fact]
    public async Task Timer_CallbackIsSlow_NeverOverlaps()
    {
        var (inside, most, ticks) = (0, 0, 0);
        await StartAsync();
        _app!.On(Ticked, async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await Task.Delay(40);
            Interlocked.Decrement(ref inside);
            Interlocked.Increment(ref ticks);
        });

        await _client!.PostAsync(Timer, Json("""{"dueTime":"10ms","period":"R4/PT0.01S"}"""));

        await Eventually.TrueAsync(() => ticks == 4, "four ticks");
        await Task.Delay(100, TestContext.Current.CancellationToken);
        most.ShouldBe(1);
        ticks.ShouldBe(4);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private Task<HttpResponseMessage> RegisterAsync(string body) => _client!.PostAsync(Reminder, Json(body));

    private int Count(string path) => _app!.Calls.Count(call => call == $"PUT {path}");

    private Task FiredAsync(int times) => Eventually.TrueAsync(() => Count(Fired) >= times, $"{times} firings");

    private async Task GoneAsync()
    {
        var limit = Stopwatch.StartNew();
        while ((await _client!.GetAsync(Reminder)).StatusCode != HttpStatusCode.NotFound)
        {
            limit.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>What was on its way arrives, and then nothing more: a timer of 20 ms is never silent that long.</summary>
    private async Task StillAsync(string path)
    {
        var limit = Stopwatch.StartNew();
        for (var (before, now) = (-1, Count(path)); now != before; (before, now) = (now, Count(path)))
        {
            limit.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
    }

    private async Task StartAsync(int status = 200, bool cancel = false)
    {
        _app = await TestApp.StartAsync();
        _app.OnJson("/dapr/config", """{"entities":["Shopper"]}""").On("/actors/*", (context, body) =>
        {
            if (body.Length > 0)
            {
                _bodies.Enqueue(body);
            }

            context.Response.StatusCode = status;
            if (cancel)
            {
                context.Response.Headers["X-Daprremindercancel"] = "true";
            }

            return Task.CompletedTask;
        });
        await AddSidecarAsync();
    }

    private async Task AddSidecarAsync()
    {
        ComponentResource store = SidecarGroup.Component(
            "state", "state.sqlite", ("connectionString", _folder.File("state.db")), ("actorStateStore", "true"));
        _client = await _sidecar.AddAsync("profiles", _app, store);
        await _client.PostAsync("/v1.0/actors/Shopper/ann/method/Wake", null);
    }
}
