using System.Runtime;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Personalization.Hosting.Memory;

/// <summary>
/// Gives memory back when work is over. The runtime collects when something is allocated, so an idle process holds what its busiest minute left behind
/// for as long as it stays idle: beside others on one machine, or as a pod that is billed for it. It is done in a pause that nobody notices, because
/// nobody calls; a process with steady traffic never does it.
/// </summary>
internal sealed partial class IdleTrim(TimeProvider time, ILogger<IdleTrim> logger) : BackgroundService
{
    private const int QuietLooks = 3;
    private const long WorthBytes = 64L << 20;
    private const long QuietBytes = 8L << 20;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(8);

    private readonly IdleWatch _watch = new(QuietBytes, QuietLooks, WorthBytes);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (_watch.HasBecomeIdle(GC.GetTotalAllocatedBytes()))
            {
                var before = Environment.WorkingSet;
                GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                LogGivenBack(before >> 20, Environment.WorkingSet >> 20);
            }
        }
    }

    [LoggerMessage(EventId = 9103, Level = LogLevel.Debug, Message = "Idle: memory given back, {Before} MB before, {After} MB after")]
    private partial void LogGivenBack(long before, long after);
}
