namespace Personalization.Discovery.Imports;

/// <summary>One row of a body before its columns are understood.</summary>
/// <param name="Line">1-based line (element of a JSON array) where it starts.</param>
/// <param name="Fields">The fields that are not empty.</param>
/// <param name="Fault">Why the row could not be read; null when it could.</param>
public sealed record RawRow(long Line, IReadOnlyList<RawField> Fields, string? Fault = null);
