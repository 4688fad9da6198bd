namespace Personalization.Discovery.Api.Recommendations;

/// <summary>The learned versions of a store.</summary>
/// <param name="Current">Which serves; null none.</param>
/// <param name="Versions">Newest first; the current one and those it can be rolled back to.</param>
/// <param name="Held">Rolled back by hand: nothing newer is learned until it is asked for.</param>
internal sealed record ModelManifest(string? Current, IReadOnlyList<ModelRecord> Versions, bool Held);
