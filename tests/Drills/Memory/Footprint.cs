using System.Globalization;
using Personalization.Drills.Running;

namespace Personalization.Drills.Memory;

/// <summary>What a system holds at one moment.</summary>
/// <param name="Resident">Bytes of resident memory by process.</param>
/// <param name="Files">Bytes on disk by file or folder of the data folder; logs are left out.</param>
public sealed record Footprint(IReadOnlyDictionary<string, long> Resident, IReadOnlyDictionary<string, long> Files)
{
    private const double Mega = 1 << 20;

    public long Memory => Resident.Values.Sum();

    public long Disk => Files.Values.Sum();

    public static Footprint Of(RunningSystem system) => new(
        system.Processes.ToDictionary(name => name, name => ResidentOf(system.ProcessId(name))),
        Directory.EnumerateFileSystemEntries(system.Data)
            .Where(entry => Path.GetFileName(entry) is not ("logs" or "run"))
            .GroupBy(Kind)
            .ToDictionary(kind => kind.Key, kind => kind.Sum(Size)));

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Memory / Mega:0} MB resident ({Shown(Resident)}), {Disk / Mega:0} MB on disk ({Shown(Files)})");

    private static string Shown(IReadOnlyDictionary<string, long> parts) =>
        string.Join(", ", parts.OrderByDescending(part => part.Value).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Key} {part.Value / Mega:0.0}")));

    /// <summary>A database and what SQLite keeps beside it are one.</summary>
    private static string Kind(string entry) => Path.GetFileName(entry) is var name && name.IndexOf(".db", StringComparison.Ordinal) is var end and >= 0 ? name[..end] : name;

    private static long Size(string entry) => File.Exists(entry)
        ? new FileInfo(entry).Length
        : Directory.EnumerateFiles(entry, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);

    private static long ResidentOf(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
