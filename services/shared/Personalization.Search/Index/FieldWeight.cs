namespace Personalization.Search.Index;

/// <param name="Weight">Weight of one occurrence, 0 or more.</param>
/// <param name="LengthNorm">BM25's b of this field: 0 ignores its length, 1 divides by it.</param>
public readonly record struct FieldWeight(double Weight, double LengthNorm);
