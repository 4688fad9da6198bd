namespace Personalization.Discovery.Api.Popularity;

/// <summary>Hashes of the latest folded events, oldest first.</summary>
internal sealed record SeenEvents(IReadOnlyList<long> Hashes);
