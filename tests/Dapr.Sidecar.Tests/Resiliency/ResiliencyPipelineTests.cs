using Personalization.Sidecar.Resiliency;

namespace Personalization.Sidecar.Tests.Resiliency;

public sealed class ResiliencyPipelineTests
{
    private static readonly RetryPolicy Fast = new() { Duration = TimeSpan.FromMilliseconds(1), MaxRetries = 3 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_FailsThenSucceeds_RetriesUntilThen()
    {
        var tries = 0;

        var result = await Pipeline(Fast).RunAsync(_ => ++tries < 3 ? throw new IOException() : Task.FromResult(tries), cancellationToken: Token);

        result.ShouldBe(3);
    }

    [Fact]
    public async Task RunAsync_KeepsFailing_ThrowsAfterMaxRetries()
    {
        var tries = 0;

        await Should.ThrowAsync<IOException>(() => Pipeline(Fast).RunAsync<int>(
            _ =>
            {
                tries++;
                throw new IOException();
            },
            cancellationToken: Token));

        tries.ShouldBe(4);
    }

    [Theory]
    [InlineData(0, true, 1)]
    [InlineData(3, false, 1)]
    public async Task RunAsync_NoRetryAllowed_TriesOnce(int maxRetries, bool mayRetry, int expected)
    {
        var tries = 0;

        await Should.ThrowAsync<IOException>(() => Pipeline(Fast with { MaxRetries = maxRetries }).RunAsync<int>(
            _ =>
            {
                tries++;
                throw new IOException();
            },
            mayRetry: mayRetry,
            cancellationToken: Token));

        tries.ShouldBe(expected);
    }

    [Fact]
    public async Task RunAsync_PermanentFailure_IsNotRetried()
    {
        var tries = 0;

        await Should.ThrowAsync<Sidecar.State.ETagMismatchException>(() => Pipeline(Fast).RunAsync<int>(
            _ =>
            {
                tries++;
                throw new Sidecar.State.ETagMismatchException("k");
            },
            cancellationToken: Token));

        tries.ShouldBe(1);
    }

    [Theory]
    [InlineData(null, 404, 4)]
    [InlineData("500-599", 404, 1)]
    [InlineData("500-599,404", 404, 4)]
    [InlineData(null, 302, 1)]
    public async Task RunAsync_Status_IsRetriedAsMatchingSays(string? matching, int status, int expected)
    {
        StatusRanges? ranges = null;
        if (matching is not null)
        {
            StatusRanges.TryParse(matching, out ranges).ShouldBeTrue();
        }

        var tries = 0;
        var released = 0;
        var result = await Pipeline(Fast with { Matching = ranges }).RunAsync(
            _ => Task.FromResult((Try: ++tries, Status: status)), r => r.Status, _ => released++, cancellationToken: Token);

        result.ShouldBe((expected, status), "the last answer comes back");
        released.ShouldBe(expected - 1);
    }

    [Fact]
    public async Task RunAsync_AttemptOverTime_IsCancelledAndTriedAgain()
    {
        var tries = 0;
        var pipeline = new ResiliencyPipeline(TimeSpan.FromMilliseconds(20), Fast, null, TimeProvider.System);

        var result = await pipeline.RunAsync(
            async token =>
            {
                if (++tries == 1)
                {
                    await Task.Delay(Timeout.Infinite, token);
                }

                return tries;
            },
            cancellationToken: Token);

        result.ShouldBe(2);
    }

    [Fact]
    public async Task RunAsync_LastAttemptOverTime_IsATimeout() =>
        await Should.ThrowAsync<TimeoutException>(() => new ResiliencyPipeline(TimeSpan.FromMilliseconds(10), null, null, TimeProvider.System).RunAsync(
            async token =>
            {
                await Task.Delay(Timeout.Infinite, token);
                return 0;
            },
            cancellationToken: Token));

    [Fact]
    public async Task RunAsync_BreakerOpens_StopsTheCallsOwnRetries()
    {
        var tries = 0;
        var pipeline = new ResiliencyPipeline(null, Fast with { MaxRetries = -1 }, Breaker("consecutiveFailures >= 2", new StepTime()), TimeProvider.System);

        await Should.ThrowAsync<CircuitOpenException>(() => pipeline.RunAsync<int>(
            _ =>
            {
                tries++;
                throw new IOException();
            },
            cancellationToken: Token));

        tries.ShouldBe(2);
    }

    [Fact]
    public async Task RunAsync_CallerGivesUp_IsNotRetried()
    {
        using var caller = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(() => Pipeline(Fast with { MaxRetries = -1 }).RunAsync<int>(
            async token =>
            {
                await caller.CancelAsync();
                token.ThrowIfCancellationRequested();
                return 0;
            },
            cancellationToken: caller.Token));
    }

    [Fact]
    public void Next_Exponential_GrowsByHalfWithJitterUpToTheCap()
    {
        var schedule = new RetryPolicy { Exponential = true, MaxInterval = TimeSpan.FromSeconds(1), Random = () => 0.5 }.Begin();

        var waits = Enumerable.Range(0, 4).Select(_ => schedule.Next(null)!.Value.TotalMilliseconds);

        waits.ShouldBe([500, 750, 1000, 1000]);
    }

    [Fact]
    public void Breaker_Trips_RefusesThenLetsOneThroughThenCloses()
    {
        var time = new StepTime();
        var breaker = Breaker("consecutiveFailures > 1", time);
        Fail(breaker);
        Fail(breaker);

        breaker.IsOpen.ShouldBeTrue();
        Should.Throw<CircuitOpenException>(() => breaker.Enter());
        time.Advance(TimeSpan.FromSeconds(31));
        var probe = breaker.Enter();
        Should.Throw<CircuitOpenException>(() => breaker.Enter());
        probe.Report(success: true);

        breaker.IsOpen.ShouldBeFalse();
        breaker.Enter().Report(success: true);
    }

    [Fact]
    public void Breaker_HalfOpenFailure_OpensAgain()
    {
        var time = new StepTime();
        var breaker = Breaker("consecutiveFailures > 1", time);
        Fail(breaker);
        Fail(breaker);
        time.Advance(TimeSpan.FromSeconds(31));

        Fail(breaker);

        breaker.IsOpen.ShouldBeTrue();
    }

    [Fact]
    public void Breaker_Interval_ForgetsOldFailures()
    {
        var time = new StepTime();
        TripExpression.TryParse("totalFailures >= 2", out var trip).ShouldBeTrue();
        var breaker = new CircuitBreaker(1, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), trip, time);
        Fail(breaker);
        time.Advance(TimeSpan.FromSeconds(11));

        Fail(breaker);

        breaker.IsOpen.ShouldBeFalse();
    }

    [Theory]
    [InlineData("consecutiveFailures > 5", 5, false)]
    [InlineData("consecutiveFailures > 5", 6, true)]
    [InlineData("requests >= 3 && totalFailures >= 3", 3, true)]
    [InlineData("requests > 100 || consecutiveFailures == 2", 2, true)]
    public void Trip_Expression_HoldsAsWritten(string text, int failures, bool expected)
    {
        TripExpression.TryParse(text, out var trip).ShouldBeTrue();

        trip.Holds(new BreakerCounts(failures, 0, failures, 0, failures)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("failures > 1")]
    [InlineData("consecutiveFailures > x")]
    [InlineData("consecutiveFailures")]
    public void Trip_OtherText_IsRefused(string text) => TripExpression.TryParse(text, out _).ShouldBeFalse();

    private static void Fail(CircuitBreaker breaker) => breaker.Enter().Report(success: false);

    private static CircuitBreaker Breaker(string trip, TimeProvider time)
    {
        TripExpression.TryParse(trip, out var expression).ShouldBeTrue();
        return new CircuitBreaker(1, TimeSpan.Zero, TimeSpan.FromSeconds(30), expression, time);
    }

    private static ResiliencyPipeline Pipeline(RetryPolicy retry) => new(null, retry, null, TimeProvider.System);

    private sealed class StepTime : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

        public void Advance(TimeSpan by) => _now += by;

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
