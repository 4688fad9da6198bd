using System.Text;

namespace Personalization.Analytics.Api.Warehouse.DuckDb;

/// <summary>A result, read row by row. Only the types the queries here return: VARCHAR and BIGINT.</summary>
internal sealed unsafe class DuckDbRows : IDisposable
{
    /// <summary>`duckdb_string_t`: 4 bytes of length, then up to 12 bytes inline or a 4-byte prefix and a pointer.</summary>
    private const int StringSize = 16;
    private const int InlineLength = 12;

    private DuckDbRawResult _result;
    private nint _chunk;
    private ulong _size;
    private ulong _row;

    internal DuckDbRows(DuckDbRawResult result) => _result = result;

    internal long Changed => (long)DuckDbNative.RowsChanged(ref _result);

    /// <summary>Moves to the next row; false at the end.</summary>
    internal bool Read()
    {
        if (_chunk != nint.Zero && ++_row < _size)
        {
            return true;
        }

        ReleaseChunk();
        _chunk = DuckDbNative.FetchChunk(_result);
        if (_chunk == nint.Zero)
        {
            return false;
        }

        _size = DuckDbNative.ChunkSize(_chunk);
        _row = 0;
        return _size > 0;
    }

    internal long? Integer(int column)
    {
        var vector = DuckDbNative.ChunkVector(_chunk, (ulong)column);
        return IsNull(vector) ? null : ((long*)DuckDbNative.VectorData(vector))[_row];
    }

    internal string? Text(int column)
    {
        var vector = DuckDbNative.ChunkVector(_chunk, (ulong)column);
        if (IsNull(vector))
        {
            return null;
        }

        var value = (byte*)DuckDbNative.VectorData(vector) + (_row * StringSize);
        var length = *(int*)value;
        var bytes = length <= InlineLength ? value + 4 : *(byte**)(value + 8);
        return Encoding.UTF8.GetString(bytes, length);
    }

    public void Dispose()
    {
        ReleaseChunk();
        DuckDbNative.DestroyResult(ref _result);
    }

    private bool IsNull(nint vector)
    {
        var validity = (ulong*)DuckDbNative.VectorValidity(vector);
        return validity is not null && (validity[_row / 64] & (1UL << (int)(_row % 64))) == 0;
    }

    private void ReleaseChunk()
    {
        if (_chunk != nint.Zero)
        {
            DuckDbNative.DestroyDataChunk(ref _chunk);
        }
    }
}
