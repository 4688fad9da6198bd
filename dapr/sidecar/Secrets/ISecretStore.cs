using Personalization.Sidecar.Components;

namespace Personalization.Sidecar.Secrets;

/// <summary>One secret store component. A secret is one or more named values. One class a component type.</summary>
internal interface ISecretStore : IComponent
{
    /// <returns>The secret's values; null when the store has no such secret.</returns>
    Task<IReadOnlyDictionary<string, string>?> GetAsync(string name, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken);

    /// <summary>All secrets the store can list.</summary>
    Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> GetAllAsync(IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken);
}
