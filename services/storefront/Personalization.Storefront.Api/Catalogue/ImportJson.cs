using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Storefront.Api.Catalogue;

/// <summary>Source-generated JSON of the answer to an import.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ImportAccepted))]
internal sealed partial class ImportJson : JsonSerializerContext;
