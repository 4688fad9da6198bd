using Personalization.Sidecar.Resources;

namespace Personalization.Sidecar.Components;

/// <summary>A component in use, with the resource it came from.</summary>
internal sealed record LoadedComponent(ComponentResource Resource, ComponentSettings Settings, IComponent Component)
{
    public string Name => Resource.Name;
}
