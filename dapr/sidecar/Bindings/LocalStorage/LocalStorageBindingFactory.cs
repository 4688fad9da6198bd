using Personalization.Sidecar.Components;

namespace Personalization.Sidecar.Bindings.LocalStorage;

/// <summary><c>bindings.localstorage</c>.</summary>
internal sealed class LocalStorageBindingFactory : IComponentFactory
{
    private const string RootField = "rootPath";

    public string Type => "bindings.localstorage";

    public IReadOnlyCollection<string> Fields { get; } = [RootField, .. BindingFields.All];

    public IComponent Create(ComponentSettings settings, ComponentContext context)
    {
        BindingFields.Check(settings);
        return new LocalStorageBinding(settings.Required(RootField));
    }
}
