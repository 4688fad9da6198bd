namespace Personalization.Sidecar.Bindings.LocalStorage;

/// <summary>
/// The folder a local storage binding may use. A name given by an app stays inside it whatever it says: <c>..</c> ends at the root, an absolute path begins
/// there, and a symbolic link on the way is refused.
/// </summary>
internal sealed class StorageRoot
{
    private static readonly string[] Disallowed = ["/proc", "/sys", "/boot", "/var/run/secrets"];

    private StorageRoot(string path) => Path = path;

    /// <summary>Absolute, links resolved.</summary>
    public string Path { get; }

    /// <summary>Makes the folder when it is not there.</summary>
    /// <exception cref="IOException">It is a file, or cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It lies where the system keeps its own.</exception>
    public static StorageRoot Open(string path)
    {
        var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        Refuse(full);
        Directory.CreateDirectory(full);
        var resolved = Resolve(full);
        Refuse(resolved);
        return new StorageRoot(resolved);
    }

    /// <summary>Where a name lies.</summary>
    /// <exception cref="UnauthorizedAccessException">A link on the way could lead out.</exception>
    public string Locate(string name)
    {
        var parts = new List<string>();
        foreach (var part in name.Split('/', '\\'))
        {
            switch (part)
            {
                case "" or ".":
                    break;
                case "..":
                    if (parts.Count > 0)
                    {
                        parts.RemoveAt(parts.Count - 1);
                    }

                    break;
                default:
                    if (part.Contains('\0', StringComparison.Ordinal))
                    {
                        throw new UnauthorizedAccessException("a file name cannot hold a NUL character");
                    }

                    parts.Add(part);
                    break;
            }
        }

        var path = Path;
        foreach (var part in parts)
        {
            path = System.IO.Path.Combine(path, part);
            if (new FileInfo(path).LinkTarget is not null)
            {
                throw new UnauthorizedAccessException($"'{name}' leads over a symbolic link, which could lead out of the root");
            }
        }

        return path;
    }

    /// <summary>The name of a path inside the root.</summary>
    public string NameOf(string path) => System.IO.Path.GetRelativePath(Path, path);

    private static string Resolve(string path)
    {
        var resolved = System.IO.Path.GetPathRoot(path)!;
        foreach (var part in path[resolved.Length..].Split(System.IO.Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            resolved = System.IO.Path.Combine(resolved, part);
            resolved = Directory.ResolveLinkTarget(resolved, returnFinalTarget: true)?.FullName ?? resolved;
        }

        return resolved;
    }

    private static void Refuse(string path)
    {
        if (Array.Exists(Disallowed, root => path == root || path.StartsWith(root + "/", StringComparison.Ordinal)))
        {
            throw new UnauthorizedAccessException($"rootPath '{path}' points to a disallowed location");
        }
    }
}
