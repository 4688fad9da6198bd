namespace Personalization.Drills.Running;

/// <summary>Finds processes of a system in /proc.</summary>
internal static class ProcessTable
{
    /// <summary>The newest process of a service (by its APP_ID and DATA_DIR), or of the `sidecar` (by the run file it was given).</summary>
    public static int? Find(string data, string name) => All(data, name).Select(process => (int?)process).FirstOrDefault();

    /// <summary>The processes of all replicas of a service.</summary>
    public static IReadOnlyList<int> FindAll(string data, string name) => [.. All(data, name)];

    private static IEnumerable<int> All(string data, string name) => Directory.EnumerateDirectories("/proc")
        .Where(folder => int.TryParse(Path.GetFileName(folder), out _) && Matches(folder, data, name))
        .Select(folder => int.Parse(Path.GetFileName(folder)));

    private static bool Matches(string folder, string data, string name)
    {
        try
        {
            var command = File.ReadAllText(Path.Combine(folder, "cmdline"));
            if (name == "sidecar")
            {
                return command.Contains("Personalization.Sidecar", StringComparison.Ordinal) && command.Contains(data, StringComparison.Ordinal)
                    && !command.StartsWith("sh\0", StringComparison.Ordinal) && !command.StartsWith("/bin/sh\0", StringComparison.Ordinal);
            }

            var environment = File.ReadAllText(Path.Combine(folder, "environ"));
            return environment.Contains($"APP_ID={name}\0", StringComparison.Ordinal)
                && environment.Contains($"DATA_DIR={data}", StringComparison.Ordinal)
                && command.Contains(".Api", StringComparison.Ordinal)
                && !command.StartsWith("sh\0", StringComparison.Ordinal) && !command.StartsWith("/bin/sh\0", StringComparison.Ordinal);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The process ended between the listing and the reading.
            return false;
        }
    }
}
