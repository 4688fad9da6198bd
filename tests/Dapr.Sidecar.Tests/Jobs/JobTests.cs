using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Jobs;

/// <summary>The jobs API: what is scheduled comes, as often as asked, over a restart too.</summary>
public sealed class JobTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly Channel<(string Path, string Body)> _got = Channel.CreateUnbounded<(string Path, string Body)>();
    private readonly Queue<int> _answers = new();
    private TestApp _app = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync();
        _app.On("/job/*", (http, body) =>
        {
            lock (_answers)
            {
                http.Response.StatusCode = _answers.TryDequeue(out var status) ? status : 200;
            }

            return _got.Writer.WriteAsync((http.Request.Path, body), Token).AsTask();
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    [Trait("req", "R10.2")]
    public async Task Schedule_Once_ComesOnceAndIsForgotten()
    {
        await using var sidecar = await StartAsync();
        using var client = sidecar.Client();

        await ScheduleAsync(client, "report", """{"dueTime":"50ms","data":{"a":[1]}}""");

        (await _got.Reader.ReadAsync(Token)).ShouldBe(("/job/report", """{"a":[1]}"""));
        await GoneAsync(client, "/v1.0/jobs/report");
    }

    [Fact]
    public async Task Schedule_EverySecondThreeTimes_ComesThreeTimes()
    {
        await using var sidecar = await StartAsync();
        using var client = sidecar.Client();

        await ScheduleAsync(client, "tick", """{"schedule":"@every 1s","dueTime":"0s","repeats":3}""");

        for (var i = 0; i < 3; i++)
        {
            (await _got.Reader.ReadAsync(Token)).ShouldBe(("/job/tick", ""));
        }

        await GoneAsync(client, "/v1.0-alpha1/jobs/tick");
        _got.Reader.TryRead(out _).ShouldBeFalse();
    }

    [Fact]
    [Trait("req", "R10.2")]
    public async Task Get_Delete_AnswerAsDaprd()
    {
        await using var sidecar = await StartAsync();
        using var client = sidecar.Client();
        await ScheduleAsync(client, "later", """{"schedule":"0 30 9 * * MON","ttl":"200h","repeats":5,"data":"x","failurePolicy":{"constant":{"interval":"2s","maxRetries":4}}}""");

        (await client.GetStringAsync("/v1.0/jobs/later", Token)).ShouldBe(
            """{"name":"later","schedule":"0 30 9 * * MON","repeats":5,"ttl":"200h","data":{"@type":"type.googleapis.com/google.protobuf.Value","value":"x"},"failurePolicy":{"constant":{"interval":"2s","maxRetries":4}}}""");
        (await client.DeleteAsync("/v1.0/jobs/later", Token)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.DeleteAsync("/v1.0/jobs/later", Token)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ExpectAsync(await client.GetAsync("/v1.0/jobs/later", Token), 500, "DAPR_SCHEDULER_GET_JOB", "job not found: later");
    }

    [Theory]
    [InlineData("""{}""", 400, "DAPR_SCHEDULER_SCHEDULE_EMPTY", "Schedule is empty")]
    [InlineData("""{"name":"x","dueTime":"1s"}""", 400, "DAPR_SCHEDULER_JOB_NAME", "url only")]
    [InlineData("""{"schedule":"* * * * *"}""", 400, "DAPR_SCHEDULER_SCHEDULE_JOB", "6 with seconds first")]
    [InlineData("""{"schedule":"@every 1s","repeats":0}""", 400, "DAPR_SCHEDULER_SCHEDULE_JOB", "above zero")]
    [InlineData("""{"dueTime":"soon"}""", 400, "DAPR_SCHEDULER_SCHEDULE_JOB", "no instant")]
    [InlineData("""{"dueTime":"1h","ttl":"2020-01-01T00:00:00Z"}""", 400, "DAPR_SCHEDULER_SCHEDULE_JOB", "over already")]
    [InlineData("""{"dueTime":"1h","failurePolicy":{"constant":{"interval":"soon"}}}""", 400, "DAPR_SCHEDULER_SCHEDULE_JOB", "no duration")]
    public async Task Schedule_BadRequest_IsRefused(string body, int status, string code, string part)
    {
        await using var sidecar = await StartAsync();
        using var client = sidecar.Client();

        await ExpectAsync(await client.PostAsync("/v1.0/jobs/bad", TestSidecar.Json(body), Token), status, code, part);
    }

    [Fact]
    public async Task Schedule_NameThatIsTaken_NeedsOverwrite()
    {
        await using var sidecar = await StartAsync();
        using var client = sidecar.Client();
        await ScheduleAsync(client, "one", """{"dueTime":"1h"}""");

        await ExpectAsync(await client.PostAsync("/v1.0/jobs/one", TestSidecar.Json("""{"dueTime":"2h"}"""), Token), 409, "DAPR_SCHEDULER_SCHEDULE_JOB", "exists already");
        await ScheduleAsync(client, "one", """{"dueTime":"3h","overwrite":true}""");

        (await client.GetStringAsync("/v1.0/jobs/one", Token)).ShouldContain("3h");
    }

    [Theory]
    [InlineData("""{"dueTime":"0s","failurePolicy":{"constant":{"interval":"10ms","maxRetries":2}}}""", new[] { 500, 503, 500, 500 }, 3)]
    [InlineData("""{"dueTime":"0s","failurePolicy":{"constant":{"interval":"10ms","maxRetries":9}}}""", new[] { 500, 500 }, 3)]
    [InlineData("""{"dueTime":"0s","failurePolicy":{"drop":{}}}""", new[] { 500, 500 }, 1)]
    [InlineData("""{"dueTime":"0s"}""", new[] { 404 }, 1)]
    public async Task Trigger_AppThatFails_IsTriedByThePolicy(string job, int[] answers, int attempts)
    {
        answers.ToList().ForEach(_answers.Enqueue);
        await using var sidecar = await StartAsync();
        using var client = sidecar.Client();

        await ScheduleAsync(client, "fails", job);

        for (var i = 0; i < attempts; i++)
        {
            await _got.Reader.ReadAsync(Token);
        }

        await GoneAsync(client, "/v1.0/jobs/fails");
        _got.Reader.TryRead(out _).ShouldBeFalse("the job is given up, not tried again");
    }

    [Fact]
    [Trait("req", "R10.2")]
    public async Task Schedule_SidecarEndsAndStartsAgain_ComesWhenItIsBack()
    {
        await using (var first = await StartAsync())
        {
            using var client = first.Client();
            await ScheduleAsync(client, "past", """{"dueTime":"300ms","data":1}""");
            await ScheduleAsync(client, "future", """{"dueTime":"1h","data":2}""");
            await ScheduleAsync(client, "gone", """{"dueTime":"1h"}""");
            await client.DeleteAsync("/v1.0/jobs/gone", Token);
        }

        await using var second = await StartAsync();
        using var again = second.Client();

        (await _got.Reader.ReadAsync(Token)).ShouldBe(("/job/past", "1"));
        (await again.GetStringAsync("/v1.0/jobs/future", Token)).ShouldContain("1h");
        (await again.GetAsync("/v1.0/jobs/gone", Token)).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task Trigger_AppIsAway_WaitsForItWithoutUsingUpAttempts()
    {
        await using var sidecar = await StartAsync();
        using var client = sidecar.Client();
        await _app.GoAwayAsync();
        await ScheduleAsync(client, "patient", """{"dueTime":"0s","failurePolicy":{"drop":{}}}""");
        await Task.Delay(TimeSpan.FromMilliseconds(600), Token);

        await _app.ComeBackAsync();

        (await _got.Reader.ReadAsync(Token)).Path.ShouldBe("/job/patient");
    }

    [Fact]
    public async Task Start_NoJobWasEverScheduled_MakesNoFile()
    {
        await using var sidecar = await StartAsync();

        File.Exists(_folder.File("jobs.db")).ShouldBeFalse();
    }

    private static Task GoneAsync(HttpClient client, string path) =>
        Eventually.TrueAsync(async () => (await client.GetAsync(path, Token)).StatusCode == HttpStatusCode.InternalServerError, TimeSpan.FromSeconds(60));

    private Task<TestSidecar> StartAsync() =>
        TestSidecar.StartAsync("", [new AppOptions { AppId = "app", AppPort = _app.Port, JobsFile = _folder.File("jobs.db") }]);

    private static async Task ScheduleAsync(HttpClient client, string name, string job) =>
        (await client.PostAsync($"/v1.0/jobs/{name}", TestSidecar.Json(job), Token)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

    private static async Task ExpectAsync(HttpResponseMessage response, int status, string code, string part)
    {
        ((int)response.StatusCode).ShouldBe(status);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
        body.RootElement.GetProperty("errorCode").GetString().ShouldBe(code);
        body.RootElement.GetProperty("message").GetString()!.ShouldContain(part);
    }
}
