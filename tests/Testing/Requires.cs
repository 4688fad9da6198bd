using Xunit;

namespace Personalization.Testing;

/// <summary>
/// What a test needs beyond the .NET SDK. Missing: the test is reported as skipped with the reason,
/// and fails under REQUIRE_ALL=1, so that continuous integration never passes by skipping.
/// </summary>
public static class Requires
{
    private static bool All => Environment.GetEnvironmentVariable("REQUIRE_ALL") == "1";

    /// <summary>The full path of a binary on PATH.</summary>
    public static string Binary(string name)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
        return path ?? throw Missing($"'{name}' is not on PATH");
    }

    /// <summary>A folder of the evaluation data: PERSONALIZATION_DATA, else ../shared/data beside the repository.</summary>
    public static string Data(string set)
    {
        var root = Environment.GetEnvironmentVariable("PERSONALIZATION_DATA")
            ?? Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data"));
        var folder = Path.Combine(root, set);
        return Directory.Exists(folder)
            ? folder
            : throw Missing($"evaluation data '{set}' is not in '{root}'; set PERSONALIZATION_DATA");
    }

    private static Exception Missing(string reason)
    {
        if (All)
        {
            return new InvalidOperationException($"REQUIRE_ALL=1: {reason}");
        }

        Assert.Skip(reason);
        return new InvalidOperationException(reason);
    }
}
