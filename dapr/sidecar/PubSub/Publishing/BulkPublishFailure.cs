namespace Personalization.Sidecar.PubSub.Publishing;

/// <summary>The answer to a bulk publish that was not taken.</summary>
internal sealed record BulkPublishFailure(IReadOnlyList<BulkPublishFailedEntry> FailedEntries, string ErrorCode);
