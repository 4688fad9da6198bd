namespace Personalization.Profiles.Contracts;

/// <summary>`POST /internal/merge` of profiles: what <see cref="From"/> taught is carried over to <see cref="Into"/>, once (R2.7). Both are actor ids of one store.</summary>
public sealed record MergeRequest(string From, string Into);
