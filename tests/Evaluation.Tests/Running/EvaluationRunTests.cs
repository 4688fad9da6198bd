using System.Text.Json;
using Personalization.Evaluation.Running;
using Personalization.Evaluation.Tests.PersonalRank;

namespace Personalization.Evaluation.Tests.Running;

public sealed class EvaluationRunTests
{
    [Fact]
    public void Run_DataIsThere_PrintsAJsonLineThenATable()
    {
        using var journey = new SmallJourney();

        var (_, text) = Run(journey.Folder, requireAll: true);

        var line = JsonDocument.Parse(text.Split('\n')[0]).RootElement;
        line.GetProperty("protocol").GetString().ShouldBe("P1");
        line.GetProperty("cases").GetInt32().ShouldBe(SmallJourney.Cases);
        line.GetProperty("by_history").EnumerateObject().Select(group => group.Name).ShouldBe(["0", "1", "2", "5", "10+"]);
        line.GetProperty("mrr").GetDouble().ShouldBeInRange(0, 1);
        line.GetProperty("seconds").GetDouble().ShouldBeGreaterThanOrEqualTo(0);
        line.GetProperty("peak_mb").GetDouble().ShouldBeGreaterThan(0);
        line.TryGetProperty("passed", out _).ShouldBeTrue();
        text.ShouldContain("personalized / popularity");
    }

    [Fact]
    public void Run_DataIsMissing_SaysSoAndGoesOn()
    {
        var (code, text) = Run("/nowhere", requireAll: false);

        code.ShouldBe(0);
        text.ShouldContain("left out, no data");
        JsonDocument.Parse(text.Split('\n')[0]).RootElement.GetProperty("passed").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void Run_DataIsMissingButRequired_Fails() => Run("/nowhere", requireAll: true).Code.ShouldBe(1);

    private static (int Code, string Text) Run(string data, bool requireAll)
    {
        EvaluationArguments.TryParse(["P1", "--data", data], name => name == "REQUIRE_ALL" && requireAll ? "1" : null, out var arguments, out _).ShouldBeTrue();
        using var output = new StringWriter();
        return (EvaluationRun.Run(arguments!, output), output.ToString());
    }
}
