using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Hosting.Deliveries;

/// <summary>Dapr's delivery envelopes: camelCase, as Dapr writes them.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Delivery))]
[JsonSerializable(typeof(DeliveryAnswer))]
public sealed partial class DeliveryJson : JsonSerializerContext;
