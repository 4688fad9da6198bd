using System.Runtime.InteropServices;
using System.Text;

namespace Personalization.Analytics.Api.Warehouse.DuckDb;

/// <summary>Bulk loading, column after column, row after row. Nothing is in the table before <see cref="Finish"/>.</summary>
internal sealed unsafe class DuckDbAppender(nint handle) : IDisposable
{
    private nint _handle = handle;
    private byte[] _buffer = new byte[1024];

    internal DuckDbAppender Text(string? value)
    {
        if (value is null)
        {
            return Checked(DuckDbNative.AppendNull(_handle));
        }

        var needed = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (_buffer.Length < needed)
        {
            _buffer = new byte[needed];
        }

        var length = Encoding.UTF8.GetBytes(value, _buffer);
        fixed (byte* pointer = _buffer)
        {
            return Checked(DuckDbNative.AppendVarchar(_handle, pointer, (ulong)length));
        }
    }

    internal DuckDbAppender Instant(DateTimeOffset value) => Checked(DuckDbNative.AppendTimestamp(_handle, DuckDbTime.Microseconds(value)));

    internal DuckDbAppender Integer(long? value) => Checked(value is { } number ? DuckDbNative.AppendInt64(_handle, number) : DuckDbNative.AppendNull(_handle));

    internal DuckDbAppender Real(double? value) => Checked(value is { } number ? DuckDbNative.AppendDouble(_handle, number) : DuckDbNative.AppendNull(_handle));

    internal void EndRow() => Checked(DuckDbNative.AppenderEndRow(_handle));

    /// <exception cref="DuckDbException">Rows do not fit the table; nothing of them is kept.</exception>
    internal void Finish() => Checked(DuckDbNative.AppenderClose(_handle));

    public void Dispose()
    {
        if (_handle != nint.Zero)
        {
            _ = DuckDbNative.AppenderDestroy(ref _handle);
        }
    }

    private DuckDbAppender Checked(int state) => state == DuckDbNative.Success
        ? this
        : throw new DuckDbException(Marshal.PtrToStringUTF8(DuckDbNative.AppenderError(_handle)) ?? "append failed");
}
