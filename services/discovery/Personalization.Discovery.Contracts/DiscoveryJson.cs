using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Discovery.Contracts;

/// <summary>
/// Source-generated JSON of this service's contracts: snake_case, nulls left out. Generated code sets every init-only property, an absent one to null:
/// that is why the lists of the contracts take null for empty.
/// </summary>
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
[JsonSerializable(typeof(RecommendRequest))]
[JsonSerializable(typeof(RecommendReply))]
[JsonSerializable(typeof(ModelStatus))]
[JsonSerializable(typeof(EraseRequest))]
[JsonSerializable(typeof(EraseReply))]
[JsonSerializable(typeof(SnapshotList))]
[JsonSerializable(typeof(SnapshotManifest))]
[JsonSerializable(typeof(SnapshotPart))]
[JsonSerializable(typeof(CatalogueChanged))]
public sealed partial class DiscoveryJson : JsonSerializerContext;
