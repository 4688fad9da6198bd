using Personalization.Sidecar.Actors.Hosting;

namespace Personalization.Sidecar.Tests.Actors;

public sealed class TurnLockTests
{
    private const int Depth = 32;

    private readonly TurnLock _turns = new();

    [Fact]
    public async Task Enter_SeveralWait_TheyEnterInTheOrderTheyCame()
    {
        await _turns.EnterAsync(null, Depth, Token);
        var waiting = Enumerable.Range(0, 5).Select(_ => _turns.EnterAsync(null, Depth, Token).AsTask()).ToList();

        for (var n = 0; n < waiting.Count; n++)
        {
            waiting.Skip(n).ShouldAllBe(task => !task.IsCompleted);
            _turns.Leave();
            (await waiting[n]).ShouldBeTrue();
        }

        _turns.Leave();
        _turns.IsIdle.ShouldBeTrue();
    }

    [Fact]
    public async Task Enter_AWaiterGivesUp_TheNextOneEnters()
    {
        await _turns.EnterAsync(null, Depth, Token);
        using var impatient = new CancellationTokenSource();
        var first = _turns.EnterAsync(null, Depth, impatient.Token).AsTask();
        var second = _turns.EnterAsync(null, Depth, Token).AsTask();

        await impatient.CancelAsync();
        _turns.Leave();

        await first.ShouldThrowAsync<OperationCanceledException>();
        (await second).ShouldBeTrue();
    }

    [Fact]
    public async Task Enter_SameChain_EntersAtOnceUpToTheDepth()
    {
        await _turns.EnterAsync("chain", 2, Token);

        (await _turns.EnterAsync("chain", 2, Token)).ShouldBeTrue();
        await Should.ThrowAsync<TurnDepthException>(async () => await _turns.EnterAsync("chain", 2, Token));
        _turns.EnterAsync("other", 2, Token).AsTask().IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Close_OthersWait_TheyHaveToLookTheActorUpAgain()
    {
        _turns.TryEnter().ShouldBeTrue();
        var waiting = _turns.EnterAsync(null, Depth, Token).AsTask();

        _turns.Close();

        (await waiting).ShouldBeFalse();
        (await _turns.EnterAsync(null, Depth, Token)).ShouldBeFalse();
        _turns.TryEnter().ShouldBeFalse();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
