using System.Globalization;

namespace Personalization.Testing;

/// <summary>
/// How much of the machine's processors went, since the start of the measurement, to others than this test and the processes it started: where that is
/// much, how long something took says nothing about the product.
/// </summary>
public sealed class MachineShare
{
    /// <summary>A fraction of all processors from which on times are not judged.</summary>
    public const double Disturbing = 0.15;

    private readonly Ticks _begun = Read();

    /// <summary>0..1; 0 where the operating system does not tell.</summary>
    public double OfOthers
    {
        get
        {
            var now = Read();
            var all = now.All - _begun.All;
            return all <= 0 ? 0 : Math.Clamp((double)(now.Busy - _begun.Busy - (now.Own - _begun.Own)) / all, 0, 1);
        }
    }

    private static Ticks Read()
    {
        if (!File.Exists("/proc/stat"))
        {
            return default;
        }

        // user nice system idle iowait irq softirq steal
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9].Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        return new Ticks(fields.Sum(), fields.Sum() - fields[3] - fields[4], OwnTicks());
    }

    private static long OwnTicks()
    {
        Dictionary<int, (int Parent, long Ticks)> processes = [];
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                var text = File.ReadAllText(Path.Combine(folder, "stat"));

                // Behind the name, which may hold anything: state ppid ... utime(12th) stime cutime cstime
                var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
                processes[int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)] =
                    (int.Parse(fields[1], CultureInfo.InvariantCulture), fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)));
            }
            catch (IOException)
            {
                // It ended meanwhile; its time is with its parent.
            }
        }

        return processes.Where(process => IsOwn(process.Key)).Sum(process => process.Value.Ticks);

        bool IsOwn(int id)
        {
            for (var steps = 0; steps < 64 && id > 0; steps++)
            {
                if (id == Environment.ProcessId)
                {
                    return true;
                }

                id = processes.TryGetValue(id, out var process) ? process.Parent : 0;
            }

            return false;
        }
    }

    private readonly record struct Ticks(long All, long Busy, long Own);
}
