using Personalization.Sidecar.Resiliency;

namespace Personalization.Sidecar.Tests.Resiliency;

public sealed class AttemptClockTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    [Fact]
    public void Token_CallerGivesUp_Ends()
    {
        using var caller = new CancellationTokenSource();
        var clock = AttemptClock.Start(Long, TimeProvider.System, caller.Token);

        caller.Cancel();

        clock.Token.IsCancellationRequested.ShouldBeTrue();
        clock.Release();
    }

    [Fact]
    public void Token_OfAnEarlierAttempt_HearsNothingOfALaterOne()
    {
        var heard = 0;
        var clock = AttemptClock.Start(Long, TimeProvider.System, CancellationToken.None);
        clock.Token.UnsafeRegister(_ => heard++, null);
        clock.Release();

        // Whichever clock the next attempts get, the first one's listeners are gone.
        for (var i = 0; i < 300; i++)
        {
            using var caller = new CancellationTokenSource();
            var next = AttemptClock.Start(Long, TimeProvider.System, caller.Token);
            caller.Cancel();
            next.Release();
        }

        heard.ShouldBe(0);
    }

    [Fact]
    public void Start_AfterAClockRang_IsFresh()
    {
        using var caller = new CancellationTokenSource();
        caller.Cancel();
        AttemptClock.Start(Long, TimeProvider.System, caller.Token).Release();

        var clock = AttemptClock.Start(Long, TimeProvider.System, CancellationToken.None);

        clock.Token.IsCancellationRequested.ShouldBeFalse();
        clock.Release();
    }
}
