using Personalization.Storefront.Api.Interactions;

namespace Personalization.Storefront.Tests.Interactions;

/// <summary>A burst of events leaves room for reads; a store that hangs is met by all that come (architecture.md, "What happens when a part is away").</summary>
public sealed class WriteTurnsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_AllTurnsTaken_WaitsForOneThatEnds()
    {
        using var turns = new WriteTurns(atOnce: 1, TimeSpan.FromHours(1), TimeProvider.System);
        var first = new TaskCompletionSource<int>();
        var isSecondBegun = false;

        var one = turns.TakeAsync(() => first.Task, Stop);
        var two = turns.TakeAsync(
            () =>
            {
                isSecondBegun = true;
                return Task.FromResult(2);
            },
            Stop);

        isSecondBegun.ShouldBeFalse();
        first.SetResult(1);
        (await one).ShouldBe(1);
        (await two).ShouldBe(2);
    }

    [Fact]
    public async Task Take_WriteThatTakesLong_MakesRoomForTheNext()
    {
        using var turns = new WriteTurns(atOnce: 1, TimeSpan.FromMilliseconds(10), TimeProvider.System);
        var first = new TaskCompletionSource<int>();

        var one = turns.TakeAsync(() => first.Task, Stop);

        (await turns.TakeAsync(() => Task.FromResult(2), Stop)).ShouldBe(2);
        one.IsCompleted.ShouldBeFalse();
        first.SetResult(1);
        (await one).ShouldBe(1);
    }

    [Fact]
    public async Task Take_WriteThatFails_GivesItsTurnBack()
    {
        using var turns = new WriteTurns(atOnce: 1, TimeSpan.FromHours(1), TimeProvider.System);

        await Should.ThrowAsync<IOException>(() => turns.TakeAsync<int>(() => throw new IOException("the disk is full"), Stop));

        (await turns.TakeAsync(() => Task.FromResult(2), Stop)).ShouldBe(2);
    }

    [Fact]
    public async Task Take_CancelledWhileItWaits_TakesNoTurn()
    {
        using var turns = new WriteTurns(atOnce: 1, TimeSpan.FromHours(1), TimeProvider.System);
        var first = new TaskCompletionSource<int>();
        var one = turns.TakeAsync(() => first.Task, Stop);
        using var giveUp = new CancellationTokenSource();
        var two = turns.TakeAsync(() => Task.FromResult(2), giveUp.Token);

        await giveUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => two);
        first.SetResult(1);
        await one;
        (await turns.TakeAsync(() => Task.FromResult(3), Stop)).ShouldBe(3);
    }
}
