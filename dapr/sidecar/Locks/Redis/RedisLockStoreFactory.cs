using Personalization.Sidecar.Components;
using Personalization.Sidecar.Redis;

namespace Personalization.Sidecar.Locks.Redis;

/// <summary><c>lock.redis</c>.</summary>
internal sealed class RedisLockStoreFactory : IComponentFactory
{
    public string Type => "lock.redis";

    public IReadOnlyCollection<string> Fields { get; } = [LockKey.Field, .. RedisSettings.Fields];

    public IComponent Create(ComponentSettings settings, ComponentContext context) =>
        new RedisLockStore(LockKey.Prefix(settings, context.AppId), RedisSettings.Read(settings), context.Services);
}
