namespace Personalization.Analytics.Api.Ingestion;

/// <summary>One status for each entry of a bulk delivery.</summary>
internal sealed record BulkAnswer(IReadOnlyList<EntryStatus> Statuses);
