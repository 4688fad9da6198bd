namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>What of a cursor is not yet on disk.</summary>
/// <param name="Generation">The tenure it was taken from.</param>
/// <param name="Floor">Every message up to here is done.</param>
/// <param name="Handled">Messages above the floor that are done.</param>
/// <param name="ClearHandled">Rows of handled messages at or below the floor may exist.</param>
internal sealed record CursorProgress(int Generation, long Floor, IReadOnlyList<QueueItem> Handled, bool ClearHandled);
