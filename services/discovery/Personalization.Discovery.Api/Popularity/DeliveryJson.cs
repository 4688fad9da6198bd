using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Discovery.Api.Popularity;

/// <summary>Dapr's delivery envelopes: camelCase, as Dapr writes them.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Delivery))]
[JsonSerializable(typeof(DeliveryAnswer))]
internal sealed partial class DeliveryJson : JsonSerializerContext;
