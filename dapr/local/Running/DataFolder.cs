namespace Personalization.Local.Running;

/// <summary>Where the parts of a data folder lie.</summary>
internal sealed record DataFolder(string Root)
{
    /// <summary>Ports, generated files, the lock: what belongs to a run.</summary>
    public string Run => Path.Combine(Root, "run");

    public string Logs => Path.Combine(Root, "logs");

    public string DemoMarker => Path.Combine(Root, "demo.json");

    /// <summary>The private folder of one replica, for what it derives and can derive again, and for the warehouse.</summary>
    public string Service(string name) => Path.Combine(Root, "services", name);

    /// <summary>Removes everything but the chosen ports and the lock that this launcher holds.</summary>
    public void Reset()
    {
        foreach (var file in Directory.EnumerateFiles(Root))
        {
            File.Delete(file);
        }

        foreach (var folder in Directory.EnumerateDirectories(Root).Where(folder => folder != Run))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>True when the folder is new, empty, or was made by a launcher: only then may it be emptied.</summary>
    public bool MayBeReset() =>
        !Directory.Exists(Root) || File.Exists(Path.Combine(Run, "lock")) || !Directory.EnumerateFileSystemEntries(Root).Any();
}
