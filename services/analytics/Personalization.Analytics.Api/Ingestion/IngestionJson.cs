using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Analytics.Api.Ingestion;

/// <summary>Dapr's delivery envelopes: camelCase, as Dapr writes them.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(BulkDelivery))]
[JsonSerializable(typeof(BulkAnswer))]
[JsonSerializable(typeof(SingleAnswer))]
internal sealed partial class IngestionJson : JsonSerializerContext;
