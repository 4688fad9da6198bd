using System.Text.Json;
using Personalization.Evaluation.Data;
using Personalization.Evaluation.PersonalRank;
using Personalization.Testing;

namespace Personalization.Evaluation.Tests.PersonalRank;

public sealed class PersonalRankProtocolTests
{
    [Fact]
    public async Task RunAsync_SmallJourney_RanksWhatIsBoughtAgainFirstForItsShopperOnly()
    {
        using var journey = new SmallJourney();
        var dumps = Directory.CreateTempSubdirectory("dump-").FullName;

        using (var dump = AnswerDump.Open(dumps, "P1"))
        {
            (await new PersonalRankProtocol().RunAsync(journey.Folder, dump, TestContext.Current.CancellationToken)).Cases.ShouldBe(SmallJourney.Cases);
        }

        var answers = File.ReadLines(Path.Combine(dumps, "P1.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Directory.Delete(dumps, recursive: true);
        answers.Select(answer => answer.GetProperty("line").GetInt32()).ShouldBe(Enumerable.Range(0, SmallJourney.Cases));
        Rank(answers[0], "standard").ShouldBe(5.5);
        Rank(answers[0], "personalized").ShouldBe(5.5);
        Rank(answers[^2], "standard").ShouldBe(2);
        Rank(answers[^2], "personalized").ShouldBe(1);
        Rank(answers[^1], "personalized").ShouldBe(1);
    }

    [Fact]
    public async Task RunAsync_ABasketOfTheSameDay_DoesNotMoveTheFrozenPopularity()
    {
        using var journey = new SmallJourney();
        var dumps = Directory.CreateTempSubdirectory("dump-").FullName;

        using (var dump = AnswerDump.Open(dumps, "P1"))
        {
            await new PersonalRankProtocol().RunAsync(journey.Folder, dump, TestContext.Current.CancellationToken);
        }

        var second = JsonDocument.Parse(File.ReadLines(Path.Combine(dumps, "P1.jsonl")).ElementAt(1)).RootElement;
        Directory.Delete(dumps, recursive: true);
        Rank(second, "standard").ShouldBe(5.5);
    }

    /// <summary>Each fifth basket of the real sample: enough to see a bar missed by a hundredth.</summary>
    [Fact]
    [Trait("req", "R3.1")]
    public async Task RunAsync_RealSample_ReachesEveryBar()
    {
        var data = Path.GetDirectoryName(Requires.Data("complete_journey"))!;

        var result = await new PersonalRankProtocol(every: 5).RunAsync(data, AnswerDump.None(), TestContext.Current.CancellationToken);

        result.Bars.ShouldAllBe(bar => bar.Holds);
    }

    private static double Rank(JsonElement answer, string order) => answer.GetProperty(order).GetDouble();
}
