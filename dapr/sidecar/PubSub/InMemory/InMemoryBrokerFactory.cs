using Personalization.Sidecar.Components;

namespace Personalization.Sidecar.PubSub.InMemory;

/// <summary>Makes <c>pubsub.in-memory</c>, which has no settings of its own.</summary>
internal sealed class InMemoryBrokerFactory : IComponentFactory
{
    public string Type => "pubsub.in-memory";

    public IReadOnlyCollection<string> Fields => TopicScopes.Fields;

    public IComponent Create(ComponentSettings settings, ComponentContext context) =>
        new InMemoryBroker(TopicScopes.Read(settings, context.AppId), context.Services.Time, context.Services.Loggers.CreateLogger<InMemoryBroker>());
}
