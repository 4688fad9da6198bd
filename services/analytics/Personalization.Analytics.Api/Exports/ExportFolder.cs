using System.Text.Json;
using Personalization.Analytics.Exports;

namespace Personalization.Analytics.Api.Exports;

/// <summary>
/// The files. Each day is one file that is written aside and renamed over the one before it, so a reader sees the old day or the new one,
/// whole, never both and never neither; after a power cut too, since it is synced before. The manifest follows each day; a crash between the two
/// leaves a day that the next run writes again.
/// </summary>
internal sealed class ExportFolder(string root)
{
    private const string Aside = "_tmp";
    private const string ManifestName = "_manifest.json";

    /// <summary>Of this schema version: the folder to point readers at.</summary>
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetFullPath(root), ExportManifest.Table, $"v{ExportManifest.CurrentSchema}");

    public string AsideFile => System.IO.Path.Combine(Path, Aside, "day.parquet.tmp");

    public long FreeBytes => new DriveInfo(Path).AvailableFreeSpace;

    /// <summary>Makes the folder and clears what a crash left aside. A manifest that cannot be read is none: every day is then written again.</summary>
    public ExportManifest Open()
    {
        var aside = System.IO.Path.Combine(Path, Aside);
        if (Directory.Exists(aside))
        {
            Directory.Delete(aside, recursive: true);
        }

        Directory.CreateDirectory(aside);
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(System.IO.Path.Combine(Path, ManifestName)), AnalyticsJson.Default.ExportManifest) ?? new ExportManifest();
        }
        catch (Exception fault) when (fault is FileNotFoundException or JsonException)
        {
            return new ExportManifest();
        }
    }

    /// <summary>A day's file below <see cref="Path"/>, in Hive's style.</summary>
    public static string FileOf(string storeId, string eventDate) => $"store_id={storeId}/event_date={eventDate}/data.parquet";

    /// <summary>Puts the file that lies aside in its place.</summary>
    /// <returns>Its size.</returns>
    public long Place(string file)
    {
        var target = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        long bytes;
        using (var written = new FileStream(AsideFile, FileMode.Open, FileAccess.ReadWrite))
        {
            written.Flush(flushToDisk: true);
            bytes = written.Length;
        }

        File.Move(AsideFile, target, overwrite: true);
        return bytes;
    }

    public void Save(ExportManifest manifest)
    {
        var aside = System.IO.Path.Combine(Path, Aside, ManifestName);
        using (var file = new FileStream(aside, FileMode.Create))
        {
            JsonSerializer.Serialize(file, manifest, AnalyticsJson.Default.ExportManifest);
            file.Flush(flushToDisk: true);
        }

        File.Move(aside, System.IO.Path.Combine(Path, ManifestName), overwrite: true);
    }

    public void Remove(string file)
    {
        var day = System.IO.Path.GetDirectoryName(System.IO.Path.Combine(Path, file))!;
        if (Directory.Exists(day))
        {
            Directory.Delete(day, recursive: true);
        }
    }
}
