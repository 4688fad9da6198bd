using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Sidecar.Actors.Reminders;

namespace Personalization.Sidecar.Jobs;

/// <summary>The body of a job's registration over HTTP.</summary>
internal sealed record JobBody
{
    /// <summary>Must not be here: the name stands in the address.</summary>
    public string? Name { get; init; }

    public string? Schedule { get; init; }

    public string? DueTime { get; init; }

    public int? Repeats { get; init; }

    public string? Ttl { get; init; }

    public JsonElement Data { get; init; }

    public bool Overwrite { get; init; }

    public ReminderFailurePolicy? FailurePolicy { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JobBody))]
[JsonSerializable(typeof(JobRecord))]
[JsonSerializable(typeof(ReminderFailurePolicy))]
internal sealed partial class JobsJson : JsonSerializerContext;
