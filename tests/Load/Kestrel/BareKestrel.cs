using Personalization.Load.Client;
using Personalization.Load.Running;
using Personalization.Load.Servers;

namespace Personalization.Load.Kestrel;

/// <summary>The yardstick of the public API: a bare Kestrel beside the system, called by the same client with the same bodies.</summary>
internal sealed class BareKestrel : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    private readonly ServerProcess _server;

    private BareKestrel(ServerProcess server)
    {
        _server = server;
        Meter = new ProcessorMeter(server);
    }

    public int Port => _server.Port;

    /// <summary>What a call costs it.</summary>
    public ProcessorMeter Meter { get; }

    public static async Task<BareKestrel> StartAsync(CancellationToken cancellationToken) =>
        new(await ServerProcess.StartRoleAsync(BareKestrelRole.RoleName, LoadContext.FreePort(), cancellationToken));

    /// <summary>Why this machine, now, says nothing about us; null: it does.</summary>
    public async Task<string?> FindVoidAsync(CancellationToken cancellationToken)
    {
        var result = await LoadClient.RunAsync(
            Port, Requests.Same(Requests.Get("/")), Pace.Closed(BareKestrelMeasure.Connections), TimeSpan.FromSeconds(1), Short, cancellationToken);
        return result.PerSecond >= BareKestrelMeasure.Least ? null : $"bare Kestrel at {result.PerSecond:0}/s, below {BareKestrelMeasure.Least:0}/s";
    }

    public Task<LoadResult> LoadAsync(NextRequest next, Pace pace, TimeSpan warmUp, TimeSpan duration, CancellationToken cancellationToken) =>
        Meter.OverAsync(() => LoadClient.RunAsync(Port, next, pace, warmUp, duration, cancellationToken));

    public void Dispose() => _server.Dispose();
}
