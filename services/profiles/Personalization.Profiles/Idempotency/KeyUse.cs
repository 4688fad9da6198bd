namespace Personalization.Profiles.Idempotency;

/// <param name="Key">Hash of the caller's `Idempotency-Key`.</param>
/// <param name="Body">Hash of what was asked with it.</param>
/// <param name="At">Unix milliseconds.</param>
public readonly record struct KeyUse(ulong Key, ulong Body, long At);
