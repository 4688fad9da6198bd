using Personalization.Sidecar.State;
using Personalization.Sidecar.State.InMemory;

namespace Personalization.Sidecar.Tests.State;

public sealed class InMemoryStateStoreTests : StateStoreConformance
{
    internal override IStateStore Create(SidecarServices services) => new InMemoryStateStore(new StateSettings(false, KeyPrefix.None), services.Time);
}
