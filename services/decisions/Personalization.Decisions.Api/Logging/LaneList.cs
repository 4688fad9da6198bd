namespace Personalization.Decisions.Api.Logging;

/// <param name="Lanes">Names of the lanes that may still have something to learn from.</param>
internal sealed record LaneList(IReadOnlyList<string> Lanes);
