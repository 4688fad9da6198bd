using System.Net;
using Dapr.Actors;
using Dapr.Actors.Runtime;
using Dapr.Actors.Wire;

namespace Dapr.Sdk.Tests.Actors;

public sealed class ActorScheduleTests
{
    [Fact]
    public async Task Register_RemindersAndTimers_AreWrittenAsTheSidecarReadsThem()
    {
        await using var fixture = await ActorFixture.StartAsync();

        await fixture.Counter().ScheduleAsync();

        fixture.Sidecar.Requests.Where(request => !request.PathAndQuery.Contains("/method/", StringComparison.Ordinal)).Select(request => $"{request.Line} {request.Body}").ShouldBe(
        [
            """PUT /v1.0/actors/Counter/c1/reminders/daily {"dueTime":"0h1m30s0ms","period":"25h0m0s0ms","data":"cg=="}""",
            """PUT /v1.0/actors/Counter/c1/reminders/thrice {"dueTime":"0h0m0s0ms","period":"R3/PT30S","data":""}""",
            """PUT /v1.0/actors/Counter/c1/reminders/once {"dueTime":"0h0m1s0ms","period":"","data":"","ttl":"0h0m5s0ms"}""",
            """PUT /v1.0/actors/Counter/c1/timers/tick {"dueTime":"0h0m1s500ms","period":"0h0m2s0ms","data":"dA==","callback":"OnTickAsync"}""",
        ]);
    }

    [Fact]
    public async Task Unregister_DeletesThem()
    {
        await using var fixture = await ActorFixture.StartAsync();

        await fixture.Counter().UnscheduleAsync();

        fixture.Sidecar.Requests.Select(request => request.Line).Skip(1).ShouldBe(["DELETE /v1.0/actors/Counter/c1/reminders/daily", "DELETE /v1.0/actors/Counter/c1/timers/tick"]);
    }

    [Fact]
    public async Task RegisterTimer_CallbackDoesNotExist_Throws()
    {
        await using var fixture = await ActorFixture.StartAsync();

        var failure = await Should.ThrowAsync<ActorMethodInvocationException>(() => fixture.Counter().RestartAsync());

        failure.InnerException!.Message.ShouldContain("does not exist in the Actor class");
    }

    [Fact]
    public async Task Reminder_Fires_IsATurn()
    {
        await using var fixture = await ActorFixture.StartAsync();

        var (status, _) = await fixture.PutAsync("/actors/Counter/c1/method/remind/daily", """{"data":"cg==","dueTime":"","period":""}""");

        status.ShouldBe(HttpStatusCode.OK);
        fixture.Journal.Lines.ShouldBe(["activated", "reminder daily r -00:00:00.0010000", "ReminderMethod ReceiveReminderAsync"]);
        fixture.Transactions.ShouldHaveSingleItem().Body.ShouldContain("\"value\":100");
    }

    [Fact]
    public async Task Reminder_Fails_AnswersFailureAndSavesNothing()
    {
        await using var fixture = await ActorFixture.StartAsync();

        var (status, _) = await fixture.PutAsync("/actors/Counter/c1/method/remind/failing", """{"dueTime":"","period":""}""");

        status.ShouldBe(HttpStatusCode.InternalServerError);
        fixture.Transactions.ShouldBeEmpty();
        (await fixture.Counter().GetAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Timer_Fires_CallsItsPrivateCallbackAsATurn()
    {
        await using var fixture = await ActorFixture.StartAsync();

        var (status, body) = await fixture.PutAsync("/actors/Counter/c1/method/timer/tick", """{"callback":"OnTickAsync","data":"dA==","dueTime":"0h0m1s500ms","period":"0h0m2s0ms"}""");

        (status, body).ShouldBe((HttpStatusCode.OK, "false"));
        fixture.Journal.Lines.ShouldBe(["activated", "tick t", "TimerMethod FireTimerAsync"]);
        fixture.Transactions.ShouldHaveSingleItem().Body.ShouldContain("\"value\":10");
    }

    [Theory]
    [InlineData("1h2m3s4ms", "01:02:03.0040000", null)]
    [InlineData("90s", "00:01:30", null)]
    [InlineData("1.5s", "00:00:01.5000000", null)]
    [InlineData("@every 1h30m", "01:30:00", null)]
    [InlineData("@daily", "1.00:00:00", null)]
    [InlineData("R3/PT30S", "00:00:30", 3)]
    [InlineData("P1DT2H", "1.02:00:00", null)]
    [InlineData("", "-00:00:00.0010000", null)]
    public void Parse_KnownForms_AreRead(string text, string expected, int? repetitions)
    {
        var (value, times) = WireDuration.Parse(text);

        value.ToString().ShouldBe(expected);
        times.ShouldBe(repetitions);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("Px")]
    [InlineData("@sometimes")]
    public void Parse_Unknown_Throws(string text) => Should.Throw<FormatException>(() => WireDuration.Parse(text));

    [Fact]
    public void ActorReminder_OutOfRange_Throws()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new ActorReminder("T", new ActorId("i"), "n", null, TimeSpan.FromSeconds(-1), TimeSpan.Zero));
        Should.Throw<ArgumentOutOfRangeException>(() => new ActorReminder("T", new ActorId("i"), "n", null, TimeSpan.Zero, TimeSpan.FromSeconds(-1)));
        Should.Throw<ArgumentOutOfRangeException>(() => new ActorReminder("T", new ActorId("i"), "n", null, TimeSpan.FromSeconds(5), TimeSpan.Zero, ttl: TimeSpan.FromSeconds(1)));
        Should.Throw<ArgumentOutOfRangeException>(() => new ActorReminder("T", new ActorId("i"), "n", null, TimeSpan.Zero, TimeSpan.Zero, repetitions: 0));
    }
}
