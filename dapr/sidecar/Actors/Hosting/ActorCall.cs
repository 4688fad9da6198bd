namespace Personalization.Sidecar.Actors.Hosting;

/// <summary>A call on its way to an actor.</summary>
/// <param name="Key">The actor.</param>
/// <param name="Path">What follows <c>/method/</c> in the app's address, already encoded.</param>
/// <param name="Headers">Passed to the app.</param>
/// <param name="Body">Passed to the app.</param>
/// <param name="ReentrancyId">The chain of calls it belongs to.</param>
internal sealed record ActorCall(
    ActorKey Key,
    string Path,
    IReadOnlyDictionary<string, string> Headers,
    ReadOnlyMemory<byte> Body,
    string? ReentrancyId = null);
