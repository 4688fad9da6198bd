using Personalization.Sidecar.Resources;

namespace Personalization.Sidecar.Components;

/// <summary>A component could not be opened.</summary>
internal sealed class ComponentInitException(ComponentResource resource, Exception inner)
    : Exception($"{resource.Location}: component '{resource.Name}' ({resource.Type}) could not be initialized: {inner.Message}", inner);
