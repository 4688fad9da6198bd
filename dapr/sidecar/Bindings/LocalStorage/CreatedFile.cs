using System.Text.Json.Serialization;

namespace Personalization.Sidecar.Bindings.LocalStorage;

/// <summary>The answer to <c>create</c>: where the file is, relative to the root.</summary>
internal sealed record CreatedFile([property: JsonPropertyName("fileName")] string FileName);
