using Personalization.Local.Logs;

namespace Personalization.Local.Building;

/// <summary>Two launchers of one checkout build one after the other: they write the same output.</summary>
internal sealed class BuildTurn : IAsyncDisposable
{
    private readonly FileStream _file;

    private BuildTurn(FileStream file) => _file = file;

    public static async Task<BuildTurn> TakeAsync(string path, LauncherConsole console, CancellationToken cancellation)
    {
        for (var announced = false; ; announced = true)
        {
            try
            {
                return new BuildTurn(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (!cancellation.IsCancellationRequested)
            {
                if (!announced)
                {
                    console.Line("waiting for another launcher's build ...");
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellation).ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
