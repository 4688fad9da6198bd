using System.Reflection;
using System.Runtime.InteropServices;

namespace Personalization.Analytics.Api.Warehouse.DuckDb;

/// <summary>Finds the native library beside the service, where the build puts it, before the system's own places.</summary>
internal static class DuckDbLibrary
{
    private static int _registered;

    internal static void Register()
    {
        if (Interlocked.Exchange(ref _registered, 1) == 0)
        {
            NativeLibrary.SetDllImportResolver(typeof(DuckDbLibrary).Assembly, Resolve);
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? paths)
    {
        if (name != DuckDbNative.Library)
        {
            return nint.Zero;
        }

        foreach (var file in new[] { "libduckdb.so", "libduckdb.dylib", "duckdb.dll" })
        {
            if (NativeLibrary.TryLoad(Path.Combine(AppContext.BaseDirectory, file), out var handle))
            {
                return handle;
            }
        }

        return NativeLibrary.TryLoad(name, assembly, paths, out var system)
            ? system
            : throw new DllNotFoundException(
                $"DuckDB's library is not in '{AppContext.BaseDirectory}'. Run 'npm ci' in services/analytics/native and build again, or install libduckdb.");
    }
}
