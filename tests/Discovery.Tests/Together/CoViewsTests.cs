using Personalization.Discovery.Together;

namespace Personalization.Discovery.Tests.Together;

public sealed class CoViewsTests
{
    [Fact]
    public void Of_ViewedInTheSameVisits_StandsBeforeViewedByChance()
    {
        var views = new CoViews();
        for (var visit = 0; visit < 40; visit++)
        {
            views.Add(visit, "kettle", 0);
            views.Add(visit, "teapot", 1_000);
            views.Add(visit, visit % 8 == 0 ? "poster" : $"other {visit}", 2_000);
        }

        Keep(views);

        views.Of("kettle", 2).Select(other => other.ProductId).ShouldBe(["teapot", "poster"]);
        views.Of("teapot", 1)[0].ProductId.ShouldBe("kettle");
        views.Of("unheard", 5).ShouldBeEmpty();
    }

    [Fact]
    public void Add_AfterTheVisit_IsNotBeside()
    {
        var views = new CoViews();
        views.Add(1, "kettle", 0);
        views.Add(1, "teapot", 31 * 60_000);
        views.Add(2, "kettle", 0);
        views.Add(2, "kettle", 1);

        Keep(views);

        views.Of("kettle", 5).ShouldBeEmpty();
    }

    [Fact]
    public void Sum_OfTwoProcesses_IsTheSameInAnyOrderAndBounded()
    {
        var left = Enumerable.Range(0, 1_500).ToDictionary(number => $"a{number}\nb", number => 1.0 + (number % 5));
        var right = Enumerable.Range(1_000, 1_500).ToDictionary(number => $"a{number}\nb", number => 2.0);

        var one = CoViews.Sum(CoViews.Sum(new Dictionary<string, double>(), left), right);
        var other = CoViews.Sum(left, right);

        one.OrderBy(pair => pair.Key).ShouldBe(other.OrderBy(pair => pair.Key));
        one.Count.ShouldBeLessThanOrEqualTo(CoViews.MaxPairs);
        one.ShouldContainKey("a1499\nb");
    }

    [Fact]
    public void Put_AgainAndAgain_CountsWhatIsKeptOnce()
    {
        var views = new CoViews();
        for (var time = 0; time < 3; time++)
        {
            views.Put(0, new Dictionary<string, double> { ["a\nb"] = 4, ["a\nc"] = 1 });
        }

        views.Of("a", 5).Select(other => other.ProductId).ShouldBe(["b", "c"]);
        views.Put(0, new Dictionary<string, double>());
        views.Of("a", 5).ShouldBeEmpty();
    }

    private static void Keep(CoViews views)
    {
        foreach (var (bucket, fresh) in views.TakeFresh())
        {
            views.Put(bucket, CoViews.Sum(new Dictionary<string, double>(), fresh));
        }
    }
}
