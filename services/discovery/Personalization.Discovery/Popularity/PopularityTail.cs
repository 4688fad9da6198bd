namespace Personalization.Discovery.Popularity;

/// <summary>
/// Events counted but not yet folded into the counts: one small key that is written with every delivery. The ids are both the dedupe and the
/// work, so they are committed together by construction.
/// </summary>
public sealed record PopularityTail
{
    public IReadOnlyList<PopularityEvent> Events { get; init; } = [];
}
