using System.Globalization;
using Personalization.Load.Client;
using Personalization.Load.Invocation;
using Personalization.Load.Running;
using Personalization.Load.Servers;

namespace Personalization.Load.PublicApi;

/// <summary>What a call to decide costs at least: <see cref="DecisionFloorRole"/> behind a relay.</summary>
internal sealed class DecisionFloor : IDisposable
{
    private readonly ServerProcess _decides;
    private readonly ServerProcess _relays;
    private readonly DirectoryInfo _folder;
    private readonly ProcessorMeter _meter;

    private DecisionFloor(ServerProcess decides, ServerProcess relays, DirectoryInfo folder)
    {
        (_decides, _relays, _folder) = (decides, relays, folder);
        _meter = new ProcessorMeter(() => decides.ProcessorTime() + relays.ProcessorTime());
    }

    /// <summary>Of both its processes.</summary>
    public double MicrosecondsACall => _meter.MicrosecondsACall;

    public static async Task<DecisionFloor> StartAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("floor");
        var decides = await ServerProcess.StartRoleAsync(DecisionFloorRole.RoleName, LoadContext.FreePort(), cancellationToken, DecisionFloorRole.FolderOption, folder.FullName);
        try
        {
            var relays = await ServerProcess.StartRoleAsync(
                RelayRole.RoleName, LoadContext.FreePort(), cancellationToken, RelayRole.ToOption, decides.Port.ToString(CultureInfo.InvariantCulture));
            return new DecisionFloor(decides, relays, folder);
        }
        catch
        {
            decides.Dispose();
            folder.Delete(recursive: true);
            throw;
        }
    }

    public Task<LoadResult> LoadAsync(NextRequest next, Pace pace, TimeSpan warmUp, TimeSpan duration, CancellationToken cancellationToken) =>
        _meter.OverAsync(() => LoadClient.RunAsync(_relays.Port, next, pace, warmUp, duration, cancellationToken));

    public void Dispose()
    {
        _relays.Dispose();
        _decides.Dispose();
        _folder.Delete(recursive: true);
    }
}
