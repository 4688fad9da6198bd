using Personalization.Hosting.Resilience;

namespace Storefront.Tests.Operations;

public sealed class BreakerTests
{
    private readonly ManualTime _time = new();
    private readonly Breaker _breaker;

    public BreakerTests() => _breaker = new Breaker(new BreakerOptions(), _time);

    [Fact]
    public void Failed_FiveTimesInARow_Opens()
    {
        Fail(4);
        _breaker.IsOpen.ShouldBeFalse();

        Fail(1);

        _breaker.IsOpen.ShouldBeTrue();
        _breaker.TryEnter().ShouldBeFalse();
    }

    [Fact]
    public void Succeeded_BetweenFailures_StartsTheRunAnew()
    {
        Fail(4);
        _breaker.Succeeded();
        Fail(4);

        _breaker.IsOpen.ShouldBeFalse();
    }

    [Fact]
    public void TimedOut_ManyAtOnce_IsOneSilence()
    {
        for (var i = 0; i < 64; i++)
        {
            _breaker.TimedOut();
        }

        _breaker.IsOpen.ShouldBeFalse();
    }

    [Fact]
    public void TimedOut_HalfASecondWithoutSuccess_Opens()
    {
        _breaker.TimedOut();
        _time.Advance(TimeSpan.FromMilliseconds(500));
        _breaker.TimedOut();

        _breaker.IsOpen.ShouldBeTrue();
    }

    [Fact]
    public void TryEnter_WhileOpen_LetsOneProbeThroughEachSecond()
    {
        Fail(5);
        _time.Advance(TimeSpan.FromMilliseconds(999));
        _breaker.TryEnter().ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        _breaker.TryEnter().ShouldBeTrue();
        _breaker.TryEnter().ShouldBeFalse();

        _breaker.Failed();
        _breaker.IsOpen.ShouldBeTrue();
        _breaker.Succeeded();
        _breaker.TryEnter().ShouldBeTrue();
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _breaker.Failed();
        }
    }

    private sealed class ManualTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan span) => _ticks += span.Ticks;
    }
}
