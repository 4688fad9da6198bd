using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Sidecar.Bindings;

/// <summary>The body of an output binding's call.</summary>
internal sealed record BindingCall
{
    public JsonElement Data { get; init; }

    public Dictionary<string, string>? Metadata { get; init; }

    public string? Operation { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(BindingCall))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(LocalStorage.CreatedFile))]
internal sealed partial class BindingsJson : JsonSerializerContext;
