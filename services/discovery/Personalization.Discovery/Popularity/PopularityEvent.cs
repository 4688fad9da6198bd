namespace Personalization.Discovery.Popularity;

/// <param name="Hash">64-bit hash of the event's id.</param>
/// <param name="ProductId">The product.</param>
/// <param name="Kept">What it adds; see <see cref="PopularityScale"/>.</param>
public sealed record PopularityEvent(long Hash, string ProductId, double Kept);
