namespace Personalization.Analytics.Exports;

/// <summary>One day of one store as it was exported: one Parquet file.</summary>
/// <param name="Content">What the file holds, which is what the warehouse held in the transaction that wrote it.</param>
/// <param name="File">Its path below the manifest, with `/`.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="ExportedAt">When it took the place of the one before it, RFC 3339 UTC.</param>
public sealed record ExportedDay(DayContent Content, string File, long Bytes, string ExportedAt);
