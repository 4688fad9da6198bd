using Personalization.Hosting.Resilience;

namespace Personalization.Storefront.Api.Parts;

/// <summary>Calls one part inside a budget, and not at all while it is away, so that the fallback is instant.</summary>
internal sealed class BudgetedPart(BreakerOptions options, TimeProvider time)
{
    private readonly Breaker _breaker = new(options, time);

    public bool IsAway => _breaker.IsOpen;

    /// <summary>The answer, or null when the part was away, failed, or was too slow.</summary>
    /// <param name="budget">How long it may take.</param>
    /// <param name="always">Call it even while it is away: the warm-up must see at once that it came.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async Task<T?> TryAsync<T>(TimeSpan budget, bool always, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
        where T : class
    {
        if (!_breaker.TryEnter() && !always)
        {
            return null;
        }

        using var limit = new CancellationTokenSource(budget, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var answer = await call(both.Token).WaitAsync(both.Token);
            _breaker.Succeeded();
            return answer;
        }
        catch (PartAwayException)
        {
            _breaker.Failed();
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _breaker.Failed();
            return null;
        }
    }
}
