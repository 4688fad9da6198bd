using Personalization.Discovery.Api.State;

namespace Personalization.Discovery.Tests.State;

public sealed class InMemoryDiscoveryStateTests : DiscoveryStateSuite
{
    private protected override Task<IDiscoveryState> CreateAsync() => Task.FromResult<IDiscoveryState>(new InMemoryDiscoveryState());
}
