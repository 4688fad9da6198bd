using Personalization.Sidecar.State;

namespace Personalization.Sidecar.Tests.State;

public sealed class SqliteMemoryStateStoreTests : StateStoreConformance
{
    internal override IStateStore Create(SidecarServices services) => SqliteStateStoreTests.Open(services, null);
}
