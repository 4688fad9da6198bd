using System.Runtime.InteropServices;
using System.Text;

namespace Personalization.Analytics.Api.Warehouse.DuckDb;

/// <summary>A connection: one caller at a time. Calls block, so they run on threads that may.</summary>
internal sealed class DuckDbConnection(nint handle) : IDisposable
{
    private nint _handle = handle;

    /// <summary>Runs one statement and returns its rows. Parameters are `$1`, `$2`, ...: text, instants (as UTC timestamps) or null.</summary>
    /// <exception cref="DuckDbException">The statement was refused or failed.</exception>
    internal DuckDbRows Query(string sql, params ReadOnlySpan<object?> parameters)
    {
        if (DuckDbNative.Prepare(_handle, sql, out var statement) != DuckDbNative.Success)
        {
            var message = Marshal.PtrToStringUTF8(DuckDbNative.PrepareError(statement)) ?? "unknown error";
            DuckDbNative.DestroyPrepare(ref statement);
            throw new DuckDbException(message);
        }

        try
        {
            for (var i = 0; i < parameters.Length; i++)
            {
                Bind(statement, (ulong)i + 1, parameters[i]);
            }

            if (DuckDbNative.ExecutePrepared(statement, out var result) != DuckDbNative.Success)
            {
                var message = Marshal.PtrToStringUTF8(DuckDbNative.ResultError(ref result)) ?? "unknown error";
                DuckDbNative.DestroyResult(ref result);
                throw new DuckDbException(message);
            }

            return new DuckDbRows(result);
        }
        finally
        {
            DuckDbNative.DestroyPrepare(ref statement);
        }
    }

    /// <summary>Runs one statement and returns the number of rows it changed.</summary>
    internal long Execute(string sql, params ReadOnlySpan<object?> parameters)
    {
        using var rows = Query(sql, parameters);
        return rows.Changed;
    }

    /// <summary>Ends what runs on this connection, from any thread: its call fails.</summary>
    internal void Interrupt() => DuckDbNative.Interrupt(_handle);

    internal DuckDbAppender Append(string table)
    {
        if (DuckDbNative.AppenderCreate(_handle, null, table, out var appender) != DuckDbNative.Success)
        {
            var message = Marshal.PtrToStringUTF8(DuckDbNative.AppenderError(appender)) ?? "unknown error";
            _ = DuckDbNative.AppenderDestroy(ref appender);
            throw new DuckDbException(message);
        }

        return new DuckDbAppender(appender);
    }

    public void Dispose()
    {
        if (_handle != nint.Zero)
        {
            DuckDbNative.Disconnect(ref _handle);
        }
    }

    private static unsafe void Bind(nint statement, ulong index, object? value)
    {
        var state = value switch
        {
            null => DuckDbNative.BindNull(statement, index),
            DateTimeOffset instant => DuckDbNative.BindTimestamp(statement, index, DuckDbTime.Microseconds(instant)),
            string text => BindText(statement, index, text),
            _ => throw new ArgumentException($"No binding for {value.GetType().Name}.", nameof(value)),
        };
        if (state != DuckDbNative.Success)
        {
            throw new DuckDbException($"Parameter {index} was refused.");
        }
    }

    private static unsafe int BindText(nint statement, ulong index, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* pointer = bytes)
        {
            return DuckDbNative.BindVarchar(statement, index, pointer, (ulong)bytes.Length);
        }
    }
}
