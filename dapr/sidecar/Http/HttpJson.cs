using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Sidecar.Http;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ErrorBody))]
internal sealed partial class HttpJson : JsonSerializerContext;
