using Personalization.Discovery.Api.State;

namespace Personalization.Discovery.Tests.State;

/// <summary>The port through the SDK and a real sidecar on its sqlite store.</summary>
public sealed class DaprDiscoveryStateTests(SidecarFixture sidecar) : DiscoveryStateSuite, IClassFixture<SidecarFixture>
{
    private protected override Task<IDiscoveryState> CreateAsync() => Task.FromResult<IDiscoveryState>(new DaprDiscoveryState(sidecar.Client));
}
