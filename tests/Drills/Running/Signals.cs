using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Personalization.Drills.Running;

/// <summary>What the operating system can do to a process: Linux only.</summary>
public static partial class Signals
{
    private const int Kill = 9;
    private const int Continue = 18;
    private const int Stop = 19;
    private const int FileSize = 1;
    private const int NoSuchProcess = 3;

    /// <summary>`kill -9`, at once: no look-up, no wait.</summary>
    public static void End(int process) => Send(process, Kill);

    /// <summary>The same of a process that may be gone by itself.</summary>
    public static void TryEnd(int process) => _ = SendSignal(process, Kill);

    /// <summary>The process stays where it is: its connections stand and nobody answers on them.</summary>
    public static void Freeze(int process) => Send(process, Stop);

    public static void Thaw(int process) => Send(process, Continue);

    /// <summary>No file of the process may be written from now on, as on a full disk; false lifts the limit. A process that is gone has none.</summary>
    public static void TryLimitFiles(int process, bool full)
    {
        var limit = full ? new Limit(0, ulong.MaxValue) : new Limit(ulong.MaxValue, ulong.MaxValue);
        if (SetLimit(process, FileSize, in limit, 0) != 0 && Marshal.GetLastPInvokeError() is var error && error != NoSuchProcess)
        {
            throw new Win32Exception(error);
        }
    }

    private static void Send(int process, int signal)
    {
        if (SendSignal(process, signal) != 0)
        {
            throw new Win32Exception();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "prlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetLimit(int process, int resource, in Limit limit, nint former);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Limit(ulong Soft, ulong Hard);
}
