using Xunit;

namespace Personalization.Testing;

/// <summary>
/// One test assembly at a time: `dotnet test` starts several at once, and those that drive whole systems or measure time would
/// measure each other. Held for the life of the assembly's run; the operating system lets go of it when a run is killed.
/// </summary>
public sealed class MachineTurn : IAsyncLifetime
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private FileStream? _turn;

    public async ValueTask InitializeAsync()
    {
        var file = Path.Combine(Repository.Root, "artifacts", "tests.turn");
        while (_turn is null)
        {
            try
            {
                _turn = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(Pause);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_turn is not null)
        {
            await _turn.DisposeAsync();
        }
    }
}
