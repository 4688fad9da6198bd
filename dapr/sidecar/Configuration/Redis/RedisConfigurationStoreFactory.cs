using Personalization.Sidecar.Components;
using Personalization.Sidecar.Redis;

namespace Personalization.Sidecar.Configuration.Redis;

/// <summary><c>configuration.redis</c>.</summary>
internal sealed class RedisConfigurationStoreFactory : IComponentFactory
{
    public string Type => "configuration.redis";

    public IReadOnlyCollection<string> Fields => RedisSettings.Fields;

    public IComponent Create(ComponentSettings settings, ComponentContext context) => new RedisConfigurationStore(RedisSettings.Read(settings), context.Services);
}
