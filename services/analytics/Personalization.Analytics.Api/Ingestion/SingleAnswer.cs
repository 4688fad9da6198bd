namespace Personalization.Analytics.Api.Ingestion;

/// <summary>The answer to a single CloudEvent.</summary>
internal sealed record SingleAnswer(string Status);
