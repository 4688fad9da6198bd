using Personalization.Analytics.Exports;

namespace Personalization.Analytics.Tests.Exports;

[Trait("req", "R8.3")]
public sealed class ExportPlanTests
{
    private static readonly DayContent First = Day("2026-03-01");
    private static readonly DayContent Second = Day("2026-03-02");

    [Fact]
    public void Of_NothingExported_WritesEveryDayOldestFirst() =>
        ExportPlan.Of([Second, First, Day("2026-03-01", "north")], new ExportManifest(), "2026-01-01").Write.ShouldBe([First, Day("2026-03-01", "north"), Second]);

    [Fact]
    public void Of_Exported_LeavesNothingToDo()
    {
        var plan = ExportPlan.Of([First, Second], Exported(First, Second), "2026-01-01");

        plan.Write.ShouldBeEmpty();
        plan.Remove.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(11, "f")]
    [InlineData(10, "g")]
    public void Of_LateOrErasedEvents_WritesThatDayAgain(long rows, string fingerprint)
    {
        var changed = Second with { Rows = rows, Fingerprint = fingerprint };

        ExportPlan.Of([First, changed], Exported(First, Second), "2026-01-01").Write.ShouldBe([changed]);
    }

    [Fact]
    public void Of_DayTooOldOrGone_RemovesIt()
    {
        var plan = ExportPlan.Of([First, Second], Exported(First, Second, Day("2026-03-03")), "2026-03-02");

        plan.Write.ShouldBeEmpty();
        plan.Remove.Select(day => day.Content.EventDate).ShouldBe(["2026-03-01", "2026-03-03"]);
    }

    [Fact]
    public void With_SameDay_TakesItsPlace()
    {
        var changed = Second with { Rows = 11 };

        Exported(First, Second).With(new ExportedDay(changed, "file", 2, "now")).Days.Select(day => day.Content).ShouldBe([First, changed]);
    }

    private static DayContent Day(string date, string store = "main") => new(store, date, 10, "f", "2026-03-05T00:00:00Z");

    private static ExportManifest Exported(params DayContent[] days) =>
        days.Aggregate(new ExportManifest(), (manifest, day) => manifest.With(new ExportedDay(day, "file", 1, "then")));
}
