namespace Personalization.Decisions.Contracts;

/// <param name="Items">The first to be shown first.</param>
/// <param name="Until">When a schedule changes the answer; null where none will.</param>
public sealed record ContentReply(IReadOnlyList<ContentItem> Items, DateTimeOffset? Until);
