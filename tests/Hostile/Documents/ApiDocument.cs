using System.Text.Json;

namespace Personalization.Hostile.Documents;

/// <summary>An OpenAPI 3.0 document: what may be asked, and what may be answered.</summary>
public sealed class ApiDocument
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch"];

    private readonly JsonElement _root;

    private ApiDocument(JsonElement root)
    {
        _root = root;
        Operations = [.. Read()];
    }

    public IReadOnlyList<ApiOperation> Operations { get; }

    /// <summary>The schema of every refusal.</summary>
    public JsonElement ProblemSchema => _root.GetProperty("components").GetProperty("schemas").GetProperty("Problem");

    /// <exception cref="JsonException">It is no JSON.</exception>
    public static ApiDocument Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return new ApiDocument(document.RootElement.Clone());
    }

    /// <summary>What a `$ref` points at, or the thing itself.</summary>
    public JsonElement Resolve(JsonElement thing)
    {
        while (thing.ValueKind == JsonValueKind.Object && thing.TryGetProperty("$ref", out var reference))
        {
            thing = reference.GetString()!.Split('/').Skip(1).Aggregate(_root, (node, key) => node.GetProperty(key));
        }

        return thing;
    }

    /// <summary>The methods that a path template knows.</summary>
    public IReadOnlyList<string> MethodsOf(string path) => [.. Operations.Where(operation => operation.Path == path).Select(operation => operation.Method)];

    private IEnumerable<ApiOperation> Read()
    {
        foreach (var path in _root.GetProperty("paths").EnumerateObject())
        {
            foreach (var method in path.Value.EnumerateObject().Where(method => Methods.Contains(method.Name)))
            {
                yield return new ApiOperation
                {
                    Path = path.Name,
                    Method = method.Name.ToUpperInvariant(),
                    Parameters = [.. Parameters(path.Value).Concat(Parameters(method.Value))],
                    Bodies = method.Value.TryGetProperty("requestBody", out var body) ? Contents(body) : new Dictionary<string, JsonElement>(),
                    Responses = method.Value.GetProperty("responses").EnumerateObject()
                        .ToDictionary(response => response.Name, response => Contents(response.Value)),
                };
            }
        }
    }

    private IEnumerable<ApiParameter> Parameters(JsonElement owner)
    {
        if (!owner.TryGetProperty("parameters", out var parameters))
        {
            yield break;
        }

        foreach (var parameter in parameters.EnumerateArray().Select(Resolve))
        {
            yield return new ApiParameter(
                parameter.GetProperty("name").GetString()!,
                parameter.GetProperty("in").GetString()!,
                parameter.TryGetProperty("required", out var required) && required.GetBoolean(),
                parameter.GetProperty("schema"));
        }
    }

    private Dictionary<string, JsonElement> Contents(JsonElement owner) =>
        Resolve(owner).TryGetProperty("content", out var content)
            ? content.EnumerateObject().ToDictionary(media => media.Name, media => media.Value.TryGetProperty("schema", out var schema) ? schema : default)
            : [];
}
