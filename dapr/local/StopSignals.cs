using System.Runtime.InteropServices;

namespace Personalization.Local;

/// <summary>Ctrl-C, SIGTERM, a closed terminal, and the death of `dotnet run`: each asks for an orderly stop; a third Ctrl-C no longer waits.</summary>
internal sealed partial class StopSignals : IDisposable
{
    private const int SigInt = 2;

    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _count;

    public StopSignals(TimeProvider clock)
    {
        // A shell script that starts the launcher with `&` has it ignore SIGINT, and .NET would honour that; whoever sends it means it.
        Restore(SigInt, IntPtr.Zero);
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
        }

        _ = WatchParentAsync(clock);
    }

    public CancellationToken Stopping => _stop.Token;

    public void Dispose()
    {
        _stop.Cancel();
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial IntPtr Restore(int signal, IntPtr defaultAction);

    private void OnSignal(PosixSignalContext context)
    {
        // The default action would end the process before its children have stopped; the third time it may.
        context.Cancel = Interlocked.Increment(ref _count) < 3;
        _stop.Cancel();
    }

    private async Task WatchParentAsync(TimeProvider clock)
    {
        try
        {
            await ParentProcess.WaitForDeathAsync(clock, _stop.Token).ConfigureAwait(false);
            await _stop.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopping for another reason.
        }
    }
}
