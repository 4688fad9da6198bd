using Personalization.Sidecar.Locks;
using Personalization.Sidecar.Locks.Redis;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Locks;

/// <summary><c>lock.redis</c> against a real server.</summary>
public sealed class RedisLockStoreTests(RedisServer server) : LockStoreConformance
{
    private readonly int _database = server.NewDatabase();

    protected override async ValueTask PrepareAsync() => await server.StartAsync();

    internal override ILockStore Create(SidecarServices services) =>
        (ILockStore)RedisComponents.Create(new RedisLockStoreFactory(), server, _database, "app", services, ("readTimeout", "60s"));

    protected override Task PassAsync(TimeSpan time) => server.CutLifetimesAsync(_database, time);
}
