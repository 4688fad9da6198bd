namespace Personalization.Decisions.Api.Logging;

/// <param name="Due">When the windows of all its calls are closed.</param>
/// <param name="Calls">In the order they were written.</param>
/// <param name="Attempt">Which write of its process it came with; 0 in pages from before that was kept.</param>
internal sealed record LogPage(DateTimeOffset Due, IReadOnlyList<CallName> Calls, long Attempt = 0);
