using Personalization.Testing;

namespace Personalization.Conformance.Tests;

/// <summary>The packages of <c>js/</c>, installed once a run; the lock file pins versions and hashes, and npm refuses anything else.</summary>
internal static class NpmPackages
{
    private static readonly Lazy<Task<string>> Installed = new(InstallAsync);

    /// <returns>The folder <c>js/</c>.</returns>
    public static Task<string> InstalledAsync() => Installed.Value;

    private static async Task<string> InstallAsync()
    {
        var folder = Path.Combine(Repository.Root, "tests", "Conformance.Tests", "js");
        await Child.OutputAsync(Requires.Binary("npm"), ["ci", "--loglevel=error"], folder);
        return folder;
    }
}
