namespace Personalization.Sidecar.Components;

/// <summary>Makes components of one type. A new component type is a class of this kind and a line in <see cref="ComponentCatalog"/>.</summary>
internal interface IComponentFactory
{
    /// <summary>The resource's <c>spec.type</c>, e.g. <c>state.sqlite</c>.</summary>
    string Type { get; }

    /// <summary>Names of the metadata fields the type understands; any other is an unknown field.</summary>
    IReadOnlyCollection<string> Fields { get; }

    /// <summary>Reads and checks the settings, without touching files or network.</summary>
    /// <exception cref="Resources.ResourceException">A value is missing or wrong; names file, line and field.</exception>
    IComponent Create(ComponentSettings settings, ComponentContext context);
}
