using Personalization.Hosting.Resilience;
using Personalization.Storefront.Api.Options;
using Personalization.Storefront.Api.Parts;

namespace Storefront.Tests.Searching;

[Trait("req", "R2.6")]
public sealed class BudgetedPartTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(100);

    private readonly BudgetedPart _part = new(new BudgetOptions { Longest = TimeSpan.FromSeconds(30), Silence = TimeSpan.FromSeconds(20), Breaker = new BreakerOptions { Probe = TimeSpan.FromHours(1) } }, TimeProvider.System);

    [Fact]
    public async Task Try_AnswerInTime_IsTheAnswer() => (await AskAsync(Task.FromResult("yes"))).ShouldBe("yes");

    [Fact]
    public async Task Try_PartSilentForABudget_IsGivenUpAndCancelled()
    {
        CancellationToken given = default;
        var answer = await _part.TryAsync<string>(
            Budget,
            always: false,
            async token =>
            {
                given = token;
                await new TaskCompletionSource().Task.WaitAsync(token);
                return "never";
            },
            TestContext.Current.CancellationToken);

        answer.ShouldBeNull();
        given.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task Try_PartAnswersOthersMeanwhile_IsWaitedFor()
    {
        var late = new TaskCompletionSource<string>();
        var waiting = AskAsync(late.Task);
        for (var i = 0; i < 20; i++)
        {
            await AskAsync(Task.FromResult("other"));
            await Task.Delay(Budget / 5, TestContext.Current.CancellationToken);
        }

        waiting.IsCompleted.ShouldBeFalse();
        late.SetResult("late");
        (await waiting).ShouldBe("late");
    }

    [Fact]
    public async Task Try_ThisProcessStalled_ThePartIsNotTakenForAway()
    {
        var time = new StallingTime();
        var part = new BudgetedPart(new BudgetOptions { Longest = TimeSpan.FromMinutes(5), Silence = TimeSpan.FromSeconds(20), Recheck = TimeSpan.FromSeconds(1) }, time);
        await part.TryAsync(Budget, always: false, _ => Task.FromResult("heard"), TestContext.Current.CancellationToken);
        var late = new TaskCompletionSource<string>();

        var waiting = part.TryAsync(Budget, always: false, _ => late.Task, TestContext.Current.CancellationToken);
        time.Stall(TimeSpan.FromMinutes(1));
        await Task.Delay(Budget * 4, TestContext.Current.CancellationToken);
        late.SetResult("late");

        (await waiting).ShouldBe("late");
    }

    [Fact]
    public async Task Try_FiveFailures_AreTheLastCallsUntilAProbe()
    {
        var calls = 0;
        for (var i = 0; i < 10; i++)
        {
            (await _part.TryAsync<string>(Budget, always: false, _ => { calls++; throw new PartAwayException("x"); }, TestContext.Current.CancellationToken)).ShouldBeNull();
        }

        calls.ShouldBe(5);
        _part.IsAway.ShouldBeTrue();
        (await _part.TryAsync(Budget, always: true, _ => Task.FromResult("back"), TestContext.Current.CancellationToken)).ShouldBe("back");
        _part.IsAway.ShouldBeFalse();
    }

    [Fact]
    public async Task Try_CallerGone_IsNoFailureOfThePart()
    {
        using var gone = new CancellationTokenSource();
        var waiting = _part.TryAsync(TimeSpan.FromMinutes(1), always: false, _ => new TaskCompletionSource<string>().Task, gone.Token);
        await gone.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting);
        _part.IsAway.ShouldBeFalse();
    }

    private Task<string?> AskAsync(Task<string> answer) => _part.TryAsync(Budget, always: false, _ => answer, TestContext.Current.CancellationToken);

    /// <summary>The machine's clock, which can leap: a process that was not run for a while sees just that.</summary>
    private sealed class StallingTime : TimeProvider
    {
        private long _ahead;

        public void Stall(TimeSpan length) => Interlocked.Add(ref _ahead, (long)(length.TotalSeconds * TimestampFrequency));

        public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _ahead);
    }
}
