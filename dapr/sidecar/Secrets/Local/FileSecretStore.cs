using System.Text.Json;

namespace Personalization.Sidecar.Secrets.Local;

/// <summary>
/// <c>secretstores.local.file</c>: a JSON file, read once. Nested values are flattened to <c>outer:inner</c>; with several values a secret, each
/// top-level object is a secret and what it holds are the secret's values.
/// </summary>
internal sealed class FileSecretStore(string file, string separator, bool multiValued) : ISecretStore
{
    private Dictionary<string, IReadOnlyDictionary<string, string>> _secrets = [];

    public IReadOnlyList<string> Capabilities { get; } = multiValued ? ["MULTIPLE_KEY_VALUES_PER_SECRET"] : [];

    public async Task InitAsync(CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(file, cancellationToken));
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException($"'{file}' is not a JSON object of secrets");
        }

        _secrets = multiValued ? ReadMultiValued(document.RootElement) : ReadFlat(document.RootElement);
    }

    public Task<IReadOnlyDictionary<string, string>?> GetAsync(string name, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken) =>
        Task.FromResult(_secrets.GetValueOrDefault(name));

    public Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> GetAllAsync(
        IReadOnlyDictionary<string, string> metadata,
        CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>>(_secrets);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Dictionary<string, string> One(string name, string value) => new(StringComparer.Ordinal) { [name] = value };

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private Dictionary<string, IReadOnlyDictionary<string, string>> ReadFlat(JsonElement root)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        Flatten(root, "", values);
        return values.ToDictionary(pair => pair.Key, IReadOnlyDictionary<string, string> (pair) => One(pair.Key, pair.Value), StringComparer.Ordinal);
    }

    private Dictionary<string, IReadOnlyDictionary<string, string>> ReadMultiValued(JsonElement root)
    {
        var secrets = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.String:
                    secrets[property.Name] = One(property.Name, property.Value.GetString()!);
                    break;
                case JsonValueKind.Object:
                    var values = new Dictionary<string, string>(StringComparer.Ordinal);
                    Flatten(property.Value, "", values);
                    secrets[property.Name] = values;
                    break;
                default:
                    // As in daprd: with several values a secret, only texts and objects are secrets.
                    break;
            }
        }

        return secrets;
    }

    private void Flatten(JsonElement value, string path, Dictionary<string, string> into)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    Flatten(property.Value, Join(path, property.Name), into);
                }

                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    Flatten(item, Join(path, $"{index++}"), into);
                }

                break;
            default:
                if (!into.TryAdd(path, Text(value)))
                {
                    throw new JsonException($"'{file}' has two secrets '{path}'");
                }

                break;
        }
    }

    private string Join(string path, string name) => path.Length == 0 ? name : path + separator + name;
}
