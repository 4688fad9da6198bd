using System.Text.Json.Serialization;

namespace Personalization.Discovery.Imports;

[JsonSerializable(typeof(Dictionary<string, double>))]
internal sealed partial class ImportJson : JsonSerializerContext;
