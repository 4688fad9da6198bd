using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Sidecar.PubSub.Publishing;

namespace Personalization.Sidecar.PubSub;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(List<BulkPublishEntry>))]
[JsonSerializable(typeof(BulkPublishFailure))]
internal sealed partial class PubSubJson : JsonSerializerContext;
