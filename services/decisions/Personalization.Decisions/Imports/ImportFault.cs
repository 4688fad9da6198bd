namespace Personalization.Decisions.Imports;

/// <param name="Line">From 1.</param>
/// <param name="Field">Which.</param>
/// <param name="Why">And what would be right.</param>
public sealed record ImportFault(int Line, string Field, string Why);
