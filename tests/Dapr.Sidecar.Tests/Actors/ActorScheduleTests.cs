using Personalization.Sidecar.Actors.Scheduling;

namespace Personalization.Sidecar.Tests.Actors;

public sealed class ActorScheduleTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("", 0)]
    [InlineData("1h2m3s", 3_723_000)]
    [InlineData("500ms", 500)]
    [InlineData("0h0m1s0ms", 1_000)]
    [InlineData("PT10S", 10_000)]
    [InlineData("PT0.5S", 500)]
    [InlineData("P1DT1H", 90_000_000)]
    [InlineData("P2W", 1_209_600_000)]
    [InlineData("2026-03-01T12:00:05Z", 5_000)]
    public void Parse_DueTime_GivesTheFirstFiring(string dueTime, long milliseconds) =>
        ActorSchedule.Parse(dueTime, "", "", Now).First.ShouldBe(Now.AddMilliseconds(milliseconds));

    [Theory]
    [InlineData("soon", "", "")]
    [InlineData("-1s", "", "")]
    [InlineData("P1Y", "", "")]
    [InlineData("PT", "", "")]
    [InlineData("", "R0/PT1S", "")]
    [InlineData("", "R2/", "")]
    [InlineData("", "every minute", "")]
    [InlineData("1h", "1s", "2026-03-01T11:00:00Z")]
    [InlineData("1h", "1s", "2026-03-01T12:30:00Z")]
    public void Parse_NotOfTheGrammar_IsRefused(string dueTime, string period, string ttl) =>
        Should.Throw<FormatException>(() => ActorSchedule.Parse(dueTime, period, ttl, Now));

    [Fact]
    public void After_NoPeriod_FiresOnce() => ActorSchedule.Parse("1s", "", "", Now).After(Now, 1).ShouldBeNull();

    [Fact]
    public void After_Repetitions_CountAllFirings()
    {
        var schedule = ActorSchedule.Parse("", "R3/PT10S", "", Now);

        schedule.After(Now, 1).ShouldBe(Now.AddSeconds(10));
        schedule.After(Now.AddSeconds(10), 2).ShouldBe(Now.AddSeconds(20));
        schedule.After(Now.AddSeconds(20), 3).ShouldBeNull();
    }

    [Fact]
    public void After_Ttl_IsCountedFromTheFirstFiring()
    {
        var schedule = ActorSchedule.Parse("10s", "10s", "15s", Now);

        schedule.After(Now.AddSeconds(10), 1).ShouldBe(Now.AddSeconds(20));
        schedule.After(Now.AddSeconds(20), 2).ShouldBeNull();
    }

    [Fact]
    public void After_FiredLate_KeepsTheRhythm() =>
        ActorSchedule.Parse("", "@every 10s", "", Now).After(Now, 1).ShouldBe(Now.AddSeconds(10));
}
