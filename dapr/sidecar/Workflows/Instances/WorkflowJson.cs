using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Sidecar.Workflows.Instances;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(InstanceRecord))]
[JsonSerializable(typeof(Api.StartedInstance))]
[JsonSerializable(typeof(Api.InstanceView))]
internal sealed partial class WorkflowJson : JsonSerializerContext;
