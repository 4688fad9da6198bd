using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Personalization.Local;

/// <summary>
/// The `dotnet run` that started this process, if one did. It does not pass on its own violent death, so the launcher
/// watches it: a killed `dotnet run` must not leave the system running unseen.
/// </summary>
internal static partial class ParentProcess
{
    /// <summary>When the command was typed: the start of `dotnet run`, else of this process.</summary>
    public static DateTimeOffset CommandStart(TimeProvider clock)
    {
        using var self = Process.GetCurrentProcess();
        try
        {
            if (FindDotnetRun() is { } id)
            {
                using var parent = Process.GetProcessById(id);
                return parent.StartTime;
            }

            return self.StartTime;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return clock.GetUtcNow();
        }
    }

    /// <summary>Completes when the `dotnet run` that started this process is gone; never, when none did.</summary>
    public static async Task WaitForDeathAsync(TimeProvider clock, CancellationToken cancellation)
    {
        if (FindDotnetRun() is not { } id)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellation).ConfigureAwait(false);
            return;
        }

        while (ParentId() == id)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(250), clock, cancellation).ConfigureAwait(false);
        }
    }

    // A shell that started the built launcher may end before it on purpose; only a `dotnet` parent is watched.
    private static int? FindDotnetRun()
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        var id = ParentId();
        try
        {
            using var parent = Process.GetProcessById(id);
            return parent.ProcessName == "dotnet" ? id : null;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int ParentId();
}
