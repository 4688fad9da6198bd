using System.Runtime.InteropServices;

namespace Personalization.Analytics.Api.Warehouse.DuckDb;

/// <summary>One open database file. One process at a time may hold it for writing.</summary>
internal sealed class DuckDbDatabase : IDisposable
{
    private nint _handle;

    private DuckDbDatabase(nint handle) => _handle = handle;

    internal static string LibraryVersion => Marshal.PtrToStringUTF8(DuckDbNative.LibraryVersion()) ?? "";

    /// <param name="path">The file; created when absent.</param>
    /// <param name="settings">DuckDB configuration options by name.</param>
    /// <exception cref="DuckDbException">The file cannot be opened, for instance because another process holds it.</exception>
    internal static DuckDbDatabase Open(string path, IReadOnlyDictionary<string, string> settings)
    {
        Check(DuckDbNative.CreateConfig(out var config), "create_config");
        try
        {
            foreach (var (name, value) in settings)
            {
                Check(DuckDbNative.SetConfig(config, name, value), $"set_config {name}={value}");
            }

            if (DuckDbNative.OpenExt(path, out var handle, config, out var error) != DuckDbNative.Success)
            {
                var message = Marshal.PtrToStringUTF8(error) ?? "unknown error";
                DuckDbNative.Free(error);
                throw new DuckDbException($"Cannot open the warehouse '{path}': {message}");
            }

            return new DuckDbDatabase(handle);
        }
        finally
        {
            DuckDbNative.DestroyConfig(ref config);
        }
    }

    internal DuckDbConnection Connect()
    {
        Check(DuckDbNative.Connect(_handle, out var connection), "connect");
        return new DuckDbConnection(connection);
    }

    public void Dispose()
    {
        if (_handle != nint.Zero)
        {
            DuckDbNative.Close(ref _handle);
        }
    }

    private static void Check(int state, string call)
    {
        if (state != DuckDbNative.Success)
        {
            throw new DuckDbException($"DuckDB refused {call}.");
        }
    }
}
