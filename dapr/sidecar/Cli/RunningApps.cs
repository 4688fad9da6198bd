using System.Diagnostics;
using System.Globalization;

namespace Personalization.Sidecar.Cli;

/// <summary>
/// Which apps' sidecars run on this machine, for <c>stop</c> and <c>list</c>: a file an app and process in the user's own data folder, holding the port of
/// its HTTP API. A process that died without taking its file away is not told of, and its file goes with the next look.
/// </summary>
internal static class RunningApps
{
    private const char Separator = '@';

    private static string Folder
    {
        get
        {
            var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return Path.Combine(data.Length > 0 ? data : Path.GetTempPath(), "personalization-sidecar", "running");
        }
    }

    /// <summary>Tells of an app until the returned path is handed to <see cref="Remove"/>.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public static string Add(string appId, int httpPort)
    {
        Directory.CreateDirectory(Folder);
        var path = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{Uri.EscapeDataString(appId)}{Separator}{Environment.ProcessId}"));
        File.WriteAllText(path, httpPort.ToString(CultureInfo.InvariantCulture));
        return path;
    }

    public static void Remove(string path) => File.Delete(path);

    /// <summary>Whether the app's file is still there.</summary>
    public static bool Has(RunningApp app) => File.Exists(app.Path);

    public static IReadOnlyList<RunningApp> All()
    {
        var apps = new List<RunningApp>();
        foreach (var path in Directory.Exists(Folder) ? Directory.GetFiles(Folder) : [])
        {
            var name = Path.GetFileName(path);
            var at = name.LastIndexOf(Separator);
            if (at < 0 || !int.TryParse(name.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var process) || !Lives(process))
            {
                File.Delete(path);
            }
            else if (Port(path) is { } port)
            {
                apps.Add(new RunningApp(Uri.UnescapeDataString(name[..at]), process, port, path));
            }
        }

        return apps;
    }

    /// <returns>Null when the file is being written, or has just been taken away.</returns>
    private static int? Port(string path)
    {
        try
        {
            return int.TryParse(File.ReadAllText(path), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static bool Lives(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
