using System.Diagnostics;
using System.Globalization;

namespace Personalization.Load.Servers;

/// <summary>Processor time of processes, and of threads by their names, from /proc.</summary>
internal static class ThreadTime
{
    private const int UserTicks = 11;
    private const int KernelTicks = 12;
    private const double TicksPerSecond = 100;

    /// <summary>Of all threads that ever were.</summary>
    public static TimeSpan OfProcess(int process)
    {
        using var found = Process.GetProcessById(process);
        return found.TotalProcessorTime;
    }

    /// <summary>Of the threads that live now and whose name begins with one of these.</summary>
    public static TimeSpan Of(int process, params string[] names)
    {
        var ticks = 0L;
        foreach (var thread in Directory.EnumerateDirectories($"/proc/{process}/task"))
        {
            try
            {
                var text = File.ReadAllText(Path.Combine(thread, "stat"));
                var (open, close) = (text.IndexOf('('), text.LastIndexOf(')'));
                if (names.Any(name => text.AsSpan(open + 1, close - open - 1).StartsWith(name, StringComparison.Ordinal)))
                {
                    var fields = text[(close + 2)..].Split(' ');
                    ticks += long.Parse(fields[UserTicks], CultureInfo.InvariantCulture) + long.Parse(fields[KernelTicks], CultureInfo.InvariantCulture);
                }
            }
            catch (IOException)
            {
                // The thread ended between the listing and the reading.
            }
        }

        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }
}
