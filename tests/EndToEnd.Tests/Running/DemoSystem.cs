namespace Personalization.EndToEnd.Tests.Running;

/// <summary>One system with the demo shop for all tests that do not break it.</summary>
public sealed class DemoSystem : IAsyncLifetime
{
    private RunningSystem? _system;

    public RunningSystem System => _system ?? throw new InvalidOperationException("The system is not started.");

    public Shop Shop { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _system = await RunningSystem.StartAsync();
        Shop = new Shop(_system.Address);
    }

    public async ValueTask DisposeAsync()
    {
        Shop?.Dispose();
        if (_system is not null)
        {
            await _system.DisposeAsync();
        }
    }
}
