using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Sidecar.Secrets;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>))]
internal sealed partial class SecretsJson : JsonSerializerContext;
