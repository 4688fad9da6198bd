using Personalization.Analytics.Counts;

namespace Personalization.Analytics.Tests.Counts;

public sealed class EventCountQueryTests
{
    [Theory]
    [InlineData("2026-01-31T10:00:00+02:00", "2026-01-31T08:00:00Z")]
    [InlineData("2026-01-31", "2026-01-31T00:00:00Z")]
    [InlineData("1769846400000", "2026-01-31T08:00:00Z")]
    public void Parse_Times_AreInstants(string text, string expected)
    {
        var query = EventCountQuery.Parse("main", text, null, null, null, null, out var faults);

        faults.ShouldBeEmpty();
        query.From.ShouldBe(DateTimeOffset.Parse(expected));
    }

    [Fact]
    public void Parse_SeveralFaults_NamesEachField()
    {
        EventCountQuery.Parse("main", "yesterday", "99999999999999999", null, "u", "a", out var faults);

        faults.Keys.ShouldBe(["from", "to", "anonymous_id"], ignoreOrder: true);
        faults["from"].ShouldHaveSingleItem().ShouldContain("RFC 3339");
    }

    [Fact]
    public void Parse_RangeBackwards_IsRefused()
    {
        EventCountQuery.Parse("main", "2026-02-01", "2026-01-01", null, null, null, out var faults);

        faults.Keys.ShouldBe(["from"]);
    }
}
