using Personalization.Discovery.Boosting;

namespace Personalization.Discovery.Tests.Boosting;

public sealed class BoostedTreesTests
{
    private static readonly BoostingOptions Quick = new() { Trees = 40, SampleOf = 1, Leaves = 4, MinLeafWeight = 1, Ridge = 1, LearningRate = .3 };

    [Fact]
    public void Score_ManyRows_IsExactlyThatOfEach()
    {
        var random = new Random(5);
        var rows = new BoostingRows(3);
        for (var row = 0; row < 400; row++)
        {
            rows.Add([random.NextSingle(), random.NextSingle(), random.NextSingle()], random.Next(2) == 0);
        }

        var trees = TreeGrower.Fit(rows, Quick);
        var asked = Enumerable.Range(0, 300).Select(_ => random.NextSingle()).ToArray();
        var scores = new double[100];

        trees.Score(asked, scores);

        scores.ShouldBe(Enumerable.Range(0, 100).Select(row => trees.Score(asked.AsSpan(row * 3, 3))));
    }

    [Fact]
    public void Fit_ExclusiveOr_TellsTheFourCornersApart()
    {
        var trees = TreeGrower.Fit(ExclusiveOr(), Quick);

        trees.Score([0, 0, 5]).ShouldBeLessThan(-1);
        trees.Score([1, 1, 5]).ShouldBeLessThan(-1);
        trees.Score([0, 1, 5]).ShouldBeGreaterThan(1);
        trees.Score([1, 0, 5]).ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Fit_SameRows_GivesTheSameTrees() =>
        TreeGrower.Fit(ExclusiveOr(), Quick).Data.Value.ShouldBe(TreeGrower.Fit(ExclusiveOr(), Quick).Data.Value);

    [Fact]
    public void Fit_NothingToTellApart_IsTheLogOddsOfTheLabel()
    {
        var rows = new BoostingRows(1);
        for (var row = 0; row < 400; row++)
        {
            rows.Add([1], row % 4 == 0);
        }

        TreeGrower.Fit(rows, Quick).Score([1]).ShouldBe(Math.Log(1.0 / 3), 1e-3);
    }

    [Fact]
    public void Explain_OfARow_SumsToItsScore()
    {
        var trees = TreeGrower.Fit(ExclusiveOr(), Quick);
        var terms = new double[3];

        trees.Explain([1, 0, 5], terms);

        (terms.Sum() + trees.Data.Bias).ShouldBe(trees.Score([1, 0, 5]), 1e-6);
        Math.Abs(terms[2]).ShouldBeLessThan(Math.Abs(terms[0]) + Math.Abs(terms[1]));
    }

    [Fact]
    public void New_NodeThatLeadsBack_IsRefused() =>
        Should.Throw<ArgumentException>(() => new BoostedTrees(new BoostedTreesData(1, 0, [0], [0, -1, -1], [0, 0, 0], [0, 0, 0], [0, 0, 0])));

    private static BoostingRows ExclusiveOr()
    {
        var rows = new BoostingRows(3);
        for (var row = 0; row < 800; row++)
        {
            var (left, right) = (row & 1, (row >> 1) & 1);
            rows.Add([left, right, row % 7], left != right, row % 3 == 0 ? 2 : 1);
        }

        return rows;
    }
}
