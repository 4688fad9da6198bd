using System.Collections;
using Personalization.Sidecar.Resources;

namespace Personalization.Sidecar.Secrets.Local;

/// <summary>
/// <c>secretstores.local.env</c>: variables of the sidecar's own environment. A variable that is not set is an empty secret, as in daprd; tokens and
/// Dapr's own variables are never shown.
/// </summary>
internal sealed class EnvironmentSecretStore(string prefix) : ISecretStore
{
    public IReadOnlyList<string> Capabilities { get; } = [];

    public Task InitAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyDictionary<string, string>?> GetAsync(string name, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        var variable = prefix + name;
        var value = EnvironmentAccess.IsAllowed(variable) ? Environment.GetEnvironmentVariable(variable) : null;
        return Task.FromResult<IReadOnlyDictionary<string, string>?>(One(name, value));
    }

    public Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> GetAllAsync(
        IReadOnlyDictionary<string, string> metadata,
        CancellationToken cancellationToken)
    {
        var secrets = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal) && EnvironmentAccess.IsAllowed(name))
            {
                secrets[name[prefix.Length..]] = One(name[prefix.Length..], (string?)variable.Value);
            }
        }

        return Task.FromResult<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>>(secrets);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Dictionary<string, string> One(string name, string? value) => new(StringComparer.Ordinal) { [name] = value ?? "" };
}
