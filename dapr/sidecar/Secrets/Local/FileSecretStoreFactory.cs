using Personalization.Sidecar.Components;

namespace Personalization.Sidecar.Secrets.Local;

/// <summary><c>secretstores.local.file</c>.</summary>
internal sealed class FileSecretStoreFactory : IComponentFactory
{
    private const string FileField = "secretsFile";
    private const string SeparatorField = "nestedSeparator";
    private const string MultiValuedField = "multiValued";
    private const string DefaultSeparator = ":";

    public string Type => "secretstores.local.file";

    public IReadOnlyCollection<string> Fields { get; } = [FileField, SeparatorField, MultiValuedField];

    public IComponent Create(ComponentSettings settings, ComponentContext context) =>
        new FileSecretStore(settings.Required(FileField), settings.Text(SeparatorField) ?? DefaultSeparator, settings.Flag(MultiValuedField));
}
