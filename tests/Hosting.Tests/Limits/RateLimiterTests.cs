using Personalization.Hosting.Limits;
using Personalization.Hosting.Tests.Support;

namespace Personalization.Hosting.Tests.Limits;

public sealed class RateLimiterTests
{
    private const string Search = "POST /api/search/personalized";

    private readonly ManualTime _time = new();

    [Fact]
    [Trait("req", "R7.7")]
    public void TryTake_AThousandAMinute_AreAllOfOneClientOnOneEndpoint()
    {
        var limiter = new RateLimiter(new LimitOptions(), _time);

        Taken(limiter, "a", Search, 1_001).ShouldBe(1_000);
        Taken(limiter, "b", Search, 1).ShouldBe(1);
        Taken(limiter, "a", "GET /api/products/{id}", 1).ShouldBe(1);
    }

    [Fact]
    public void TryTake_EndpointOfItsOwn_HasItsOwnLimit()
    {
        var limiter = new RateLimiter(new LimitOptions { Endpoints = { [Search] = 3 } }, _time);

        Taken(limiter, "a", Search, 10).ShouldBe(3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(59)]
    public void TryTake_AfterRetryAfter_Succeeds(int second)
    {
        var limiter = new RateLimiter(new LimitOptions { RequestsPerMinute = 10 }, _time);
        _time.Advance(TimeSpan.FromSeconds(second));
        Taken(limiter, "a", Search, 10).ShouldBe(10);
        limiter.TryTake("a", Search, out var wait).ShouldBeFalse();
        wait.ShouldBeInRange(1, 60);

        // The last request of a full minute weighs until the next has begun, and a little on.
        _time.Advance(TimeSpan.FromSeconds(wait + 1));
        limiter.TryTake("a", Search, out _).ShouldBeTrue();
    }

    [Fact]
    public void TryTake_AcrossTheTurnOfTheMinute_IsNoWayAroundTheLimit()
    {
        var limiter = new RateLimiter(new LimitOptions { RequestsPerMinute = 100 }, _time);
        _time.Advance(TimeSpan.FromSeconds(59));
        var taken = Taken(limiter, "a", Search, 200);
        _time.Advance(TimeSpan.FromSeconds(2));

        (taken + Taken(limiter, "a", Search, 200)).ShouldBeLessThanOrEqualTo(103);
    }

    [Fact]
    public void TryTake_MinutesOfSilence_AreForgotten()
    {
        var limiter = new RateLimiter(new LimitOptions { RequestsPerMinute = 5 }, _time);
        Taken(limiter, "a", Search, 5).ShouldBe(5);
        _time.Advance(TimeSpan.FromMinutes(7.5));

        Taken(limiter, "a", Search, 6).ShouldBe(5);
    }

    [Fact]
    public void TryTake_AnyNumberOfClients_HoldsABoundedNumberOfCounters()
    {
        var limiter = new RateLimiter(new LimitOptions { RequestsPerMinute = 10, MostCounted = 1_000 }, _time);
        limiter.TryTake("regular", Search, out _).ShouldBeTrue();
        for (var i = 0; i < 50_000; i++)
        {
            limiter.TryTake($"client-{i}", Search, out _);
        }

        limiter.Held.ShouldBeLessThanOrEqualTo(1_000 + 4_096);
        Taken(limiter, "regular", Search, 20).ShouldBe(9);
    }

    private static int Taken(RateLimiter limiter, string client, string endpoint, int tries) =>
        Enumerable.Range(0, tries).Count(_ => limiter.TryTake(client, endpoint, out var _));
}
