namespace Personalization.Hostile.Running;

/// <summary>What came back.</summary>
public sealed record Answer(int Status, string? MediaType, bool RetryAfter, byte[] Body);
