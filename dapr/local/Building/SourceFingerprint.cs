using System.Security.Cryptography;
using System.Text;

namespace Personalization.Local.Building;

/// <summary>
/// Names the state of a set of source folders by path, size and time of every file in them: a few milliseconds
/// where an up-to-date check by MSBuild takes seconds.
/// </summary>
internal static class SourceFingerprint
{
    private static readonly HashSet<string> SkippedFolders = new(StringComparer.Ordinal) { "bin", "obj", "node_modules", "dist", "artifacts", "TestResults" };

    public static string Compute(IEnumerable<string> foldersAndFiles, string salt, Func<string, bool> counts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(salt));
        foreach (var file in foldersAndFiles.SelectMany(Files).Where(file => counts(file.Name)).OrderBy(file => file.FullName, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}\n"));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static IEnumerable<FileInfo> Files(string path)
    {
        if (File.Exists(path))
        {
            return [new FileInfo(path)];
        }

        return Directory.Exists(path) ? Walk(new DirectoryInfo(path)) : [];
    }

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder) =>
        folder.EnumerateFiles().Concat(folder.EnumerateDirectories()
            .Where(inner => !SkippedFolders.Contains(inner.Name) && !inner.Name.StartsWith('.'))
            .SelectMany(Walk));
}
