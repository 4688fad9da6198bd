namespace Personalization.Profiles.Contracts;

/// <summary>`POST /internal/merge` of profiles: what <see cref="From"/> taught is carried over to <see cref="Into"/>, once (R2.7). Both are actor ids of one store.</summary>
/// <param name="From">The source.</param>
/// <param name="Into">The target.</param>
/// <param name="IdempotencyKey">The same key with another <paramref name="From"/> is a conflict for a day.</param>
public sealed record MergeRequest(string From, string Into, string? IdempotencyKey = null);
