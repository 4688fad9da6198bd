using Personalization.Sidecar.Components;
using Personalization.Sidecar.PubSub;
using Personalization.Sidecar.PubSub.Durable;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.PubSub;

public sealed class SqliteBrokerTests : BrokerConformance
{
    private readonly TempFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    internal override IPubSubBroker Create(string appId, params (string, string)[] fields)
    {
        var context = new ComponentContext(appId, "", Services);
        var resource = SidecarGroup.Component("pubsub", "pubsub.sqlite", [("connectionString", _folder.File("queue.db")), .. fields]);
        return (IPubSubBroker)new SqliteBrokerFactory().Create(new ComponentSettings(resource, value => Placeholders.Expand(value, context)), context);
    }
}
