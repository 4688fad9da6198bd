using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Personalization.Load.Client;

/// <summary>Linux's epoll: which of many sockets can be read, with a wait to the microsecond.</summary>
internal sealed partial class Epoll : IDisposable
{
    private const int MaxEvents = 256;
    private const int Add = 1;
    private const uint Readable = 1;
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const int TimerSlack = 29;

    /// <summary>The kernel packs the event on x64 and nowhere else.</summary>
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int EventSize = DataOffset + 8;

    private readonly SafeFileHandle _handle = new(Check(Create(0)), ownsHandle: true);
    private readonly byte[] _events = new byte[MaxEvents * EventSize];

    /// <summary>Watches a socket; <paramref name="tag"/> comes back when it can be read.</summary>
    public void Watch(SafeHandle socket, int tag)
    {
        Span<byte> watched = stackalloc byte[EventSize];
        MemoryMarshal.Write(watched, Readable);
        MemoryMarshal.Write(watched[DataOffset..], (long)tag);
        Check(Control(_handle, Add, socket, watched));
    }

    /// <summary>The calling thread's waits end when they should: the kernel's usual slack of 50 microseconds is taken off.</summary>
    public static void SharpenTimers() => Check(ControlProcess(TimerSlack, 1, 0, 0, 0));

    /// <summary>Waits until a socket can be read or the time is over.</summary>
    /// <returns>How many tags are in <paramref name="ready"/>.</returns>
    public int Wait(Span<int> ready, TimeSpan limit)
    {
        var nanoseconds = (long)(limit.TotalMilliseconds * 1_000_000);
        Span<long> time = [nanoseconds / NanosecondsPerSecond, nanoseconds % NanosecondsPerSecond];
        var count = WaitPrecisely(_handle, _events, Math.Min(ready.Length, MaxEvents), time, 0, 0);
        if (count < 0)
        {
            return 0;
        }

        for (var i = 0; i < count; i++)
        {
            ready[i] = (int)MemoryMarshal.Read<long>(_events.AsSpan((i * EventSize) + DataOffset));
        }

        return count;
    }

    public void Dispose() => _handle.Dispose();

    private static int Check(int result) => result >= 0 ? result : throw new IOException($"epoll: error {Marshal.GetLastPInvokeError()}");

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(SafeHandle epoll, int operation, SafeHandle socket, Span<byte> watched);

    [LibraryImport("libc", EntryPoint = "epoll_pwait2", SetLastError = true)]
    private static partial int WaitPrecisely(SafeHandle epoll, Span<byte> events, int max, Span<long> time, nint signals, nint size);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int ControlProcess(int option, nuint value, nuint unused, nuint unused2, nuint unused3);
}
