using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Discovery.Api.Catalogue;
using Personalization.Discovery.Api.Imports;
using Personalization.Discovery.Api.Popularity;
using Personalization.Discovery.Api.Recommendations;
using Personalization.Discovery.Catalogue;
using Personalization.Discovery.Popularity;

namespace Personalization.Discovery.Api.State;

/// <summary>Source-generated JSON of the values in `discovery-state`.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoreList))]
[JsonSerializable(typeof(CatalogueManifest))]
[JsonSerializable(typeof(CatalogueEntry[]))]
[JsonSerializable(typeof(OpenImports))]
[JsonSerializable(typeof(ImportJob))]
[JsonSerializable(typeof(LeaseRecord))]
[JsonSerializable(typeof(PopularityTail))]
[JsonSerializable(typeof(SeenEvents))]
[JsonSerializable(typeof(Dictionary<string, double>))]
[JsonSerializable(typeof(Dictionary<string, int>))]
[JsonSerializable(typeof(LogManifest))]
[JsonSerializable(typeof(LogPage))]
[JsonSerializable(typeof(ModelManifest))]
[JsonSerializable(typeof(TreesPart))]
[JsonSerializable(typeof(RebuildJob))]
[JsonSerializable(typeof(byte[]))]
internal sealed partial class StateJson : JsonSerializerContext;
