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

    /// <summary>A crowd waits for a disk, nobody is answered, and the part says that it is there: it is busy.</summary>
    [Fact]
    public async Task Require_CrowdWaitsForAPartThatGivesSignsOfLife_IsWaitedFor()
    {
        var signs = 0;
        var part = Patient(_ =>
        {
            Interlocked.Increment(ref signs);
            return Task.CompletedTask;
        });
        var late = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var crowd = Enumerable.Range(0, 40).Select(_ => part.RequireAsync("x", _ => late.Task, TestContext.Current.CancellationToken)).ToList();

        await UntilAsync(() => Volatile.Read(ref signs) >= 5);
        crowd.ShouldAllBe(call => !call.IsCompleted);
        part.IsAway.ShouldBeFalse();
        late.SetResult("late");

        (await Task.WhenAll(crowd)).ShouldAllBe(answer => answer == "late");
    }

    [Fact]
    public async Task Require_CrowdWaitsForAPartWithoutASignOfLife_IsRefusedButForAFew()
    {
        var part = Patient(token => Task.Delay(Timeout.Infinite, token));
        var never = new TaskCompletionSource<string>();
        var crowd = Enumerable.Range(0, 40).Select(_ => part.RequireAsync("x", _ => never.Task, TestContext.Current.CancellationToken)).ToList();

        await UntilAsync(() => crowd.Count(call => call.IsCompleted) == 38);
        part.IsAway.ShouldBeTrue();
        never.SetResult("at last");

        (await Task.WhenAll(crowd.Where(call => !call.IsFaulted))).Length.ShouldBe(2);
        crowd.Where(call => call.IsFaulted).ShouldAllBe(call => !((PartAwayException)call.Exception!.InnerException!).IsBusy);
    }

    [Fact]
    public async Task Require_MoreThanCanWait_IsToldSoAtOnce()
    {
        var part = Patient(_ => Task.CompletedTask);
        var late = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = Enumerable.Range(0, BudgetedPart.MostPatient).Select(_ => part.RequireAsync("x", _ => late.Task, TestContext.Current.CancellationToken)).ToList();

        (await Should.ThrowAsync<PartAwayException>(part.RequireAsync("x", _ => late.Task, TestContext.Current.CancellationToken))).IsBusy.ShouldBeTrue();
        part.IsAway.ShouldBeFalse();
        late.SetResult("late");
        await Task.WhenAll(waiting);
    }

    private static BudgetedPart Patient(Func<CancellationToken, Task> ask) => new(
        new BudgetOptions { Silence = Budget, Call = TimeSpan.FromMinutes(5), Breaker = new BreakerOptions { Probe = TimeSpan.FromHours(1) } }, TimeProvider.System, ask: ask);

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!holds())
        {
            await Task.Delay(5, deadline.Token);
        }
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
