namespace Personalization.Decisions.Models;

/// <summary>
/// Exponential forgetting as sums at a fixed epoch, so that statistics learned in any order, on any replica, add up to the same:
/// an observation at time t weighs 2^(t / half-life - epoch), and whoever reads scales by 2^(epoch - now / half-life). Epochs are whole
/// half-lives: moving between two is a power of two, which rounds nothing.
/// </summary>
/// <param name="HalfLife">After which an observation counts half; null: never forgotten.</param>
public readonly record struct Forgetting(TimeSpan? HalfLife)
{
    private static readonly DateTimeOffset Origin = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A time in half-lives; 0 where nothing is forgotten.</summary>
    public double Position(DateTimeOffset time) => HalfLife is { } halfLife ? (time - Origin) / halfLife : 0;
}
