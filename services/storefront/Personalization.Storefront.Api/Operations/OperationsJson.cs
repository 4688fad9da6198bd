using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Storefront.Api.Operations;

/// <summary>Source-generated JSON of the operations' answers.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SystemAnswer))]
internal sealed partial class OperationsJson : JsonSerializerContext;
