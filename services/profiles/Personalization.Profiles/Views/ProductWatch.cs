using System.Collections.Immutable;
using Personalization.Profiles.Learning;

namespace Personalization.Profiles.Views;

/// <summary>A product that was viewed and not bought.</summary>
/// <param name="Views">In order of their first event.</param>
/// <param name="TaughtAt">The time at which the signal was learned, Unix milliseconds; null while it was not.</param>
/// <param name="Names">Where it went, or would go; null when a former release did not keep it.</param>
public sealed record ProductWatch(ImmutableArray<ViewSpan> Views, long? TaughtAt, NameSet? Names)
{
    public static ProductWatch None { get; } = new([], null, NameSet.None);

    /// <summary>In <see cref="TaughtAt"/> of a former release: learned if its views say so.</summary>
    public const long AsViewsSay = long.MinValue;
}
