namespace Personalization.Profiles.Codec;

/// <param name="Key">One of <see cref="StateKeys"/>.</param>
/// <param name="Value">Null: remove the key.</param>
public sealed record StateWrite(string Key, byte[]? Value);
