using Personalization.Testing;

namespace Personalization.EndToEnd.Tests.Running;

/// <summary>One system with the demo shop for all tests that do not break it.</summary>
public sealed class DemoSystem : IAsyncLifetime
{
    private readonly MachineShare _machine = new();
    private RunningSystem? _system;

    public RunningSystem System => _system ?? throw new InvalidOperationException("The system is not started.");

    public Shop Shop { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _system = await RunningSystem.StartAsync();
        Shop = new Shop(_system.Address);
    }

    /// <summary>An undisturbed system may now and then be short of time on a busy machine; when it is so half the time, something is wrong with it.</summary>
    public async ValueTask DisposeAsync()
    {
        Shop?.Dispose();
        if (_system is not null)
        {
            await _system.DisposeAsync();
            if (_machine.OfOthers < MachineShare.Disturbing)
            {
                Shop?.AskedAgain.ShouldBeLessThanOrEqualTo(Shop.Answers / 2, $"answers that were refused or degraded at first, beside {Shop.Answers} good ones");
            }
        }
    }
}
