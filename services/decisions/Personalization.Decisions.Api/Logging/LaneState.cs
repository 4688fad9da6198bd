namespace Personalization.Decisions.Api.Logging;

/// <summary>How far one process's part of the log is, and who looks after it.</summary>
/// <param name="First">The first page that may teach something.</param>
/// <param name="Owner">The process that learns from it.</param>
/// <param name="Until">When somebody else may.</param>
internal sealed record LaneState(long First, string Owner, DateTimeOffset Until);
