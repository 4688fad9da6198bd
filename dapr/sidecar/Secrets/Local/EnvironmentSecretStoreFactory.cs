using Personalization.Sidecar.Components;

namespace Personalization.Sidecar.Secrets.Local;

/// <summary><c>secretstores.local.env</c>.</summary>
internal sealed class EnvironmentSecretStoreFactory : IComponentFactory
{
    private const string PrefixField = "prefix";

    public string Type => "secretstores.local.env";

    public IReadOnlyCollection<string> Fields { get; } = [PrefixField];

    public IComponent Create(ComponentSettings settings, ComponentContext context) => new EnvironmentSecretStore(settings.Text(PrefixField) ?? "");
}
