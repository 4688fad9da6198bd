namespace Personalization.Decisions.Api.Learning;

/// <param name="Slots">In the order they were learned, at most <see cref="LearnedList.ChunkSize"/>.</param>
internal sealed record LearnedChunk(IReadOnlyList<LearnedSlot> Slots);
