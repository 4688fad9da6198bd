namespace Personalization.Analytics.Exports;

/// <summary>`GET internal/exports`.</summary>
/// <param name="State">`idle`, `running`, or `failed` with <paramref name="Reason"/>; what failed is tried again at the next run.</param>
/// <param name="Reason">Why the last run did not end well.</param>
/// <param name="Path">The folder of the manifest.</param>
/// <param name="CompleteAsOf">Everything the warehouse had then is in the files.</param>
/// <param name="Days">Days exported.</param>
/// <param name="Rows">Rows in them.</param>
/// <param name="Bytes">Bytes of their files.</param>
public sealed record ExportStatus(string State, string? Reason, string Path, string? CompleteAsOf, int Days, long Rows, long Bytes);
