using Personalization.Sidecar.Components;

namespace Personalization.Sidecar.State.InMemory;

/// <summary><c>state.in-memory</c>: gone with the process, one per app.</summary>
internal sealed class InMemoryStateStoreFactory : IComponentFactory
{
    public string Type => "state.in-memory";

    public IReadOnlyCollection<string> Fields => StateSettings.Fields;

    public IComponent Create(ComponentSettings settings, ComponentContext context) =>
        new InMemoryStateStore(StateSettings.Read(settings, context), context.Services.Time);
}
