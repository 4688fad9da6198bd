using System.Text.RegularExpressions;
using Personalization.EndToEnd.Tests.Running;

namespace Personalization.EndToEnd.Tests.Replicas;

/// <summary>Two replicas of profiles, discovery, decisions and storefront behind one sidecar process.</summary>
public sealed partial class ReplicaSystem : IAsyncLifetime
{
    private RunningSystem? _system;

    public RunningSystem System => _system ?? throw new InvalidOperationException("The system is not started.");

    /// <summary>The public address of the second storefront.</summary>
    public Uri Second { get; private set; } = null!;

    /// <summary>Both storefronts, in turn.</summary>
    public Shop Both { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _system = await RunningSystem.StartAsync("--replicas", "profiles=2,discovery=2,decisions=2,storefront=2");
        Second = new Uri($"http://127.0.0.1:{SecondStorefront().Match(_system.Output).Groups[1].Value}");
        Both = new Shop([_system.Address, Second]);
    }

    public async ValueTask DisposeAsync()
    {
        Both?.Dispose();
        if (_system is not null)
        {
            await _system.DisposeAsync();
        }
    }

    [GeneratedRegex(@"storefront-2 .* public (\d+)")]
    private static partial Regex SecondStorefront();
}
