namespace Personalization.Decisions.Api.Logging;

/// <param name="Due">When the windows of all its calls are closed.</param>
/// <param name="Calls">In the order they were written.</param>
internal sealed record LogPage(DateTimeOffset Due, IReadOnlyList<CallName> Calls);
