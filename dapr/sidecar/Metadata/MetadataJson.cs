using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Sidecar.Metadata;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(MetadataDocument))]
internal sealed partial class MetadataJson : JsonSerializerContext;
