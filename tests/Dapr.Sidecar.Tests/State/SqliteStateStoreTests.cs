using Personalization.Sidecar.State;
using Personalization.Sidecar.State.Sqlite;
using Personalization.Sidecar.Storage;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.State;

public sealed class SqliteStateStoreTests : StateStoreConformance
{
    private readonly TempFolder _folder = new();

    internal override IStateStore Create(SidecarServices services) => Open(services, Path.Combine(_folder.Path, "state.db"));

    internal static SqliteStateStore Open(SidecarServices services, string? path) => new(
        new StateSettings(false, KeyPrefix.None),
        new SqliteFileOptions { Path = path },
        new SqliteStateTable("state", "metadata"),
        TimeSpan.FromSeconds(20),
        TimeSpan.Zero,
        services);

    protected override void Cleanup() => _folder.Dispose();
}
