using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Discovery.Contracts;

/// <summary>Source-generated JSON of this service's contracts: snake_case, nulls left out.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Product))]
[JsonSerializable(typeof(ImportStart))]
[JsonSerializable(typeof(ImportStatus))]
[JsonSerializable(typeof(SearchRequest))]
[JsonSerializable(typeof(SearchReply))]
[JsonSerializable(typeof(SuggestRequest))]
[JsonSerializable(typeof(SuggestReply))]
[JsonSerializable(typeof(SnapshotList))]
[JsonSerializable(typeof(SnapshotManifest))]
[JsonSerializable(typeof(SnapshotPart))]
[JsonSerializable(typeof(CatalogueChanged))]
public sealed partial class DiscoveryJson : JsonSerializerContext;
