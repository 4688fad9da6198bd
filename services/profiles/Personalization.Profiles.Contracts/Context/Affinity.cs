namespace Personalization.Profiles.Contracts;

/// <summary>What is known of one category, attribute or brand.</summary>
/// <param name="Score">0..1, liking squashed from the decayed sum; 0 when the sum is negative.</param>
/// <param name="Dislike">0..1, the same of a negative sum.</param>
/// <param name="Confidence">0..1, growing with evidence.</param>
/// <param name="Evidence">Number of distinct events behind it.</param>
public sealed record Affinity(double Score, double Dislike, double Confidence, int Evidence);
