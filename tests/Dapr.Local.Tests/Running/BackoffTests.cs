using Personalization.Local.Running;

namespace Personalization.Local.Tests.Running;

public sealed class BackoffTests
{
    [Fact]
    public void AfterDeath_ShortLives_DoublesFromAFifthOfASecondToFive()
    {
        var backoff = new Backoff();

        var waits = Enumerable.Range(0, 8).Select(_ => backoff.AfterDeath(TimeSpan.FromSeconds(1)).TotalSeconds).ToList();

        waits.ShouldBe([0.2, 0.4, 0.8, 1.6, 3.2, 5, 5, 5]);
    }

    [Fact]
    public void AfterDeath_AStableLife_BeginsAnew()
    {
        var backoff = new Backoff();
        backoff.AfterDeath(TimeSpan.Zero);
        backoff.AfterDeath(TimeSpan.Zero);

        backoff.AfterDeath(TimeSpan.FromSeconds(31)).ShouldBe(TimeSpan.FromSeconds(0.2));
        backoff.AfterDeath(TimeSpan.Zero).ShouldBe(TimeSpan.FromSeconds(0.4));
    }
}
