namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>Where a cursor stands when a process takes it over.</summary>
/// <param name="CursorId">Its row; 0 for a broadcast cursor, which has none.</param>
/// <param name="TopicId">Its topic.</param>
/// <param name="Floor">Every message up to here is done.</param>
/// <param name="Last">The last message of the topic.</param>
/// <param name="Handled">Messages above the floor that are done.</param>
internal sealed record CursorTenure(long CursorId, long TopicId, long Floor, long Last, IReadOnlySet<long> Handled);
