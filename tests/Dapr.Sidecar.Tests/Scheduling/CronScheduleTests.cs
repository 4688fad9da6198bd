using System.Globalization;
using Personalization.Sidecar.Scheduling;

namespace Personalization.Sidecar.Tests.Scheduling;

/// <summary>Cron expressions; the expected times are those of the robfig/cron parser, which daprd uses.</summary>
public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("15 * * * * *", "2026-01-01T00:00:00", "2026-01-01T00:00:15", "2026-01-01T00:01:15")]
    [InlineData("*/20 * * * * *", "2026-01-01T00:00:40", "2026-01-01T00:01:00", "2026-01-01T00:01:20")]
    [InlineData("*/15 * * * *", "2026-01-01T00:03:00", "2026-01-01T00:15:00", "2026-01-01T00:30:00")]
    [InlineData("20-35/15 * * * *", "2026-01-01T00:20:00", "2026-01-01T00:35:00", "2026-01-01T01:20:00")]
    [InlineData("5/10 * * * *", "2026-01-01T00:50:00", "2026-01-01T00:55:00", "2026-01-01T01:05:00")]
    [InlineData("0 30 9 * * MON-FRI", "2026-01-02T09:30:00", "2026-01-05T09:30:00", "2026-01-06T09:30:00")]
    [InlineData("0 0 0 29 2 *", "2026-01-01T00:00:00", "2028-02-29T00:00:00", null)]
    [InlineData("0 0 0 30 2 *", "2026-01-01T00:00:00", null, null)]
    [InlineData("0 0 12 13 * FRI", "2026-01-01T00:00:00", "2026-01-02T12:00:00", "2026-01-09T12:00:00")]
    [InlineData("0 0 12 13 * ?", "2026-01-01T00:00:00", "2026-01-13T12:00:00", "2026-02-13T12:00:00")]
    [InlineData("0 0 0 1 JAN,jul *", "2026-01-01T00:00:00", "2026-07-01T00:00:00", "2027-01-01T00:00:00")]
    [InlineData("@hourly", "2026-12-31T23:00:01", "2027-01-01T00:00:00", "2027-01-01T01:00:00")]
    [InlineData("@daily", "2026-01-01T00:00:00", "2026-01-02T00:00:00", "2026-01-03T00:00:00")]
    [InlineData("@weekly", "2026-01-01T00:00:00", "2026-01-04T00:00:00", "2026-01-11T00:00:00")]
    [InlineData("@monthly", "2026-01-01T00:00:00", "2026-02-01T00:00:00", "2026-03-01T00:00:00")]
    [InlineData("@yearly", "2026-01-01T00:00:00", "2027-01-01T00:00:00", "2028-01-01T00:00:00")]
    [InlineData("@every 1m30s", "2026-01-01T00:00:00.4", "2026-01-01T00:01:30", "2026-01-01T00:03:00")]
    [InlineData("@every 10ms", "2026-01-01T00:00:00", "2026-01-01T00:00:01", "2026-01-01T00:00:02")]
    public void Next_FromATime_IsTheNextTwo(string text, string from, string? first, string? second)
    {
        var schedule = CronSchedule.Parse(text);

        var next = schedule.Next(At(from)!.Value, TimeZoneInfo.Utc);

        next.ShouldBe(At(first));
        if (second is not null)
        {
            schedule.Next(next!.Value, TimeZoneInfo.Utc).ShouldBe(At(second));
        }
    }

    [Fact]
    public void Next_WhenTheClocksGoForward_SkipsTheHourThatIsNot()
    {
        var rule = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            DateTime.MinValue.Date,
            DateTime.MaxValue.Date,
            TimeSpan.FromHours(1),
            TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 29),
            TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 25));
        var zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(1), "test", "test", "test", [rule]);

        CronSchedule.Parse("0 30 2 * * *").Next(At("2026-03-29T00:00:00")!.Value, zone).ShouldBe(At("2026-03-30T00:30:00"));
    }

    [Theory]
    [InlineData("", "0 fields")]
    [InlineData("* * * *", "4 fields")]
    [InlineData("60 * * * * *", "'60' is no second")]
    [InlineData("* 61 * * * *", "'61' is no minute")]
    [InlineData("* * 5-3 * * *", "'5-3' is no hour")]
    [InlineData("* * * 0 * *", "'0' is no day of month")]
    [InlineData("* * * * foo *", "'foo' is no month")]
    [InlineData("* * * * * 7", "'7' is no day of week")]
    [InlineData("*/0 * * * * *", "'*/0' is no second")]
    [InlineData("@often", "none of")]
    [InlineData("@every soon", "duration")]
    public void Parse_WrongText_SaysWhichField(string text, string reason) =>
        Should.Throw<FormatException>(() => CronSchedule.Parse(text)).Message.ShouldContain(reason);

    [Fact]
    public void Parse_FiveFieldsWhereSecondsAreRequired_IsRefused() =>
        Should.Throw<FormatException>(() => CronSchedule.Parse("* * * * *", secondsRequired: true));

    private static DateTimeOffset? At(string? text) =>
        text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
