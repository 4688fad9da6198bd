using Personalization.Hosting.Memory;

namespace Personalization.Hosting.Tests.Memory;

public sealed class IdleWatchTests
{
    private const int Quiet = 10;
    private const int Worth = 100;

    private readonly IdleWatch _watch = new(Quiet, quietLooks: 3, Worth);

    [Fact]
    public void HasBecomeIdle_QuietAfterWork_OnceOnly() => Looks(1_000, 2_000, 2_005, 2_010, 2_015, 2_020, 2_025).ShouldBe([5]);

    [Fact]
    public void HasBecomeIdle_SteadyWork_Never() => Looks([.. Enumerable.Range(1, 50).Select(look => look * (Quiet + 1))]).ShouldBeEmpty();

    [Fact]
    public void HasBecomeIdle_WorkBetweenQuietLooks_BeginsAnew() => Looks(1_000, 1_001, 1_002, 2_000, 2_001, 2_002, 2_003).ShouldBe([7]);

    [Fact]
    public void HasBecomeIdle_NothingToGiveBack_Never() => Looks([.. Enumerable.Range(1, Worth - 1)]).ShouldBeEmpty();

    [Fact]
    public void HasBecomeIdle_WorkAgain_Again() => Looks(1_000, 1_000, 1_000, 1_000, 5_000, 5_000, 5_000, 5_000).ShouldBe([4, 8]);

    /// <summary>The places, from 1 on, of the looks that found it idle.</summary>
    private List<int> Looks(params int[] allocated) =>
        [.. allocated.Index().Where(look => _watch.HasBecomeIdle(look.Item)).Select(look => look.Index + 1)];
}
