namespace Personalization.Sidecar.Storage;

/// <summary>How a database file is opened; the first component that names the file decides.</summary>
internal sealed record SqliteFileOptions
{
    /// <summary>Path of the file; null: a private database in memory.</summary>
    public required string? Path { get; init; }

    /// <summary>How long to wait for a lock that another process holds.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Keeps SQLite's rollback journal: for network drives, which WAL does not work on.</summary>
    public bool DisableWal { get; init; }

    /// <summary>The path inside a connection string: plain, <c>file:</c> URI, or <c>:memory:</c> (which gives null).</summary>
    /// <exception cref="FormatException">The string asks for something that is not offered.</exception>
    public static string? ParsePath(string connectionString)
    {
        var path = connectionString;
        var query = "";
        if (path.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            path = path["file:".Length..];
            var mark = path.IndexOf('?', StringComparison.Ordinal);
            if (mark >= 0)
            {
                query = path[(mark + 1)..];
                path = path[..mark];
            }

            path = Uri.UnescapeDataString(path.StartsWith("//", StringComparison.Ordinal) ? path[2..] : path);
        }

        if (query.Contains("mode=ro", StringComparison.OrdinalIgnoreCase) || query.Contains("immutable=1", StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException("a read-only database cannot be a store");
        }

        if (path == ":memory:" || query.Contains("mode=memory", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return path.Length > 0 ? System.IO.Path.GetFullPath(path) : throw new FormatException("names no file");
    }
}
