using System.Runtime.InteropServices;

namespace Personalization.Analytics.Api.Warehouse.DuckDb;

/// <summary>`duckdb_result`: five fields kept for old callers and one that counts.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DuckDbRawResult
{
    internal ulong DeprecatedColumnCount;
    internal ulong DeprecatedRowCount;
    internal ulong DeprecatedRowsChanged;
    internal nint DeprecatedColumns;
    internal nint DeprecatedErrorMessage;
    internal nint InternalData;
}
