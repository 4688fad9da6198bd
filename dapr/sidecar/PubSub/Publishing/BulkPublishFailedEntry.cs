namespace Personalization.Sidecar.PubSub.Publishing;

/// <summary>An entry that was not taken, and why.</summary>
internal sealed record BulkPublishFailedEntry(string EntryId, string Error);
