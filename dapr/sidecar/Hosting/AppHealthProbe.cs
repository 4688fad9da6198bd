using Personalization.Sidecar.Invocation;
using Personalization.Sidecar.Telemetry;

namespace Personalization.Sidecar.Hosting;

/// <summary>Probes the app. Healthy at first answer 2xx; unhealthy after the threshold of failures in a row.</summary>
internal sealed class AppHealthProbe(AppHealthOptions options, IAppChannel channel, TimeProvider time, RuntimeCounters? counters = null)
{
    private int _failures;

    public bool IsHealthy { get; private set; }

    /// <summary>Probes until the app is healthy for the first time.</summary>
    public async Task WaitUntilHealthyAsync(CancellationToken cancellationToken)
    {
        while (!(IsHealthy = await ProbeAsync(cancellationToken)))
        {
            await Task.Delay(options.Interval, time, cancellationToken);
        }
    }

    /// <summary>Probes on, and tells each change of mind before the next probe.</summary>
    public async Task WatchAsync(Func<bool, Task> changed, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.Interval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var alive = await ProbeAsync(cancellationToken);
            counters?.Probed(alive);
            _failures = alive ? 0 : _failures + 1;
            var healthy = alive || (IsHealthy && _failures < options.Threshold);
            if (healthy != IsHealthy)
            {
                IsHealthy = healthy;
                await changed(healthy);
            }
        }
    }

    private async Task<bool> ProbeAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return (await channel.SendAsync(HttpMethod.Get, options.Path, null, null, both.Token)).IsSuccess;
        }
        catch (AppUnreachableException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
