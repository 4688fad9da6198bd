namespace Personalization.Profiles.Api.Shoppers;

/// <param name="Source">Actor id of the source.</param>
/// <param name="IdempotencyKey">Of the caller.</param>
public sealed record MergeProbe(string Source, string? IdempotencyKey);
