using System.Diagnostics;

namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>
/// The name under which a process holds cursors: machine, process and its start time, and a number of its own. A successor on the
/// same machine can tell that the holder is dead, and need not wait for the lease of a killed process to run out.
/// </summary>
internal static class QueueOwner
{
    private static int _count;

    public static string New()
    {
        using var process = Process.GetCurrentProcess();
        return $"{Environment.MachineName}|{process.Id}|{process.StartTime.ToUniversalTime().Ticks}|{Interlocked.Increment(ref _count)}";
    }

    public static bool IsDead(string owner)
    {
        var parts = owner.Split('|');
        if (parts.Length != 4 || parts[0] != Environment.MachineName || !int.TryParse(parts[1], out var id) || !long.TryParse(parts[2], out var started))
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(id);
            // Start times are read with the clock tick's precision: the same process may differ by a few milliseconds.
            return Math.Abs(process.StartTime.ToUniversalTime().Ticks - started) > TimeSpan.TicksPerSecond;
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
