using Personalization.Sidecar.Components;
using Personalization.Sidecar.PubSub;
using Personalization.Sidecar.PubSub.Redis;
using Personalization.Sidecar.State;
using Personalization.Sidecar.State.Redis;

namespace Personalization.Sidecar.Tests.Support;

/// <summary>Components of a database of the test's server, made from resources as the sidecar makes them.</summary>
internal static class RedisComponents
{
    public static IStateStore StateStore(RedisServer server, int database, SidecarServices services) =>
        (IStateStore)Create(new RedisStateStoreFactory(), server, database, "app", services, ("keyPrefix", "none"), ("readTimeout", "60s"));

    public static IPubSubBroker Broker(RedisServer server, int database, string appId, SidecarServices services, params (string, string)[] fields) =>
        (IPubSubBroker)Create(new RedisBrokerFactory(), server, database, appId, services, fields);

    public static IComponent Create(IComponentFactory factory, RedisServer server, int database, string appId, SidecarServices services, params (string, string)[] fields)
    {
        var context = new ComponentContext(appId, "", services);
        var resource = SidecarGroup.Component("redis", factory.Type, [("redisHost", server.Host), ("redisDB", $"{database}"), .. fields]);
        return factory.Create(new ComponentSettings(resource, value => Placeholders.Expand(value, context)), context);
    }
}
