using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Decisions.Learning;

/// <summary>Source-generated JSON of the log.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KeptCall))]
internal sealed partial class KeptCallJson : JsonSerializerContext;
