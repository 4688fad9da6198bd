using System.Text.Json;
using Personalization.Evaluation.Running;
using Personalization.Evaluation.Tests.PersonalRank;

namespace Personalization.Evaluation.Tests.Running;

public sealed class EvaluationRunTests
{
    [Fact]
    public async Task RunAsync_DataIsThere_PrintsAJsonLineThenATable()
    {
        using var journey = new SmallJourney();

        var (_, text) = await RunAsync(journey.Folder, requireAll: true);

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
    public async Task RunAsync_DataIsMissing_SaysSoAndGoesOn()
    {
        var (code, text) = await RunAsync("/nowhere", requireAll: false);

        code.ShouldBe(0);
        text.ShouldContain("left out, no data");
        JsonDocument.Parse(text.Split('\n')[0]).RootElement.GetProperty("passed").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task RunAsync_DataIsMissingButRequired_Fails() => (await RunAsync("/nowhere", requireAll: true)).Code.ShouldBe(1);

    private static async Task<(int Code, string Text)> RunAsync(string data, bool requireAll)
    {
        EvaluationArguments.TryParse(["P1", "--data", data], name => name == "REQUIRE_ALL" && requireAll ? "1" : null, out var arguments, out _).ShouldBeTrue();
        using var output = new StringWriter();
        return (await EvaluationRun.RunAsync(arguments!, output, TestContext.Current.CancellationToken), output.ToString());
    }
}
