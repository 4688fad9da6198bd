using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Sidecar.Actors.Reminders;
using Personalization.Sidecar.Actors.Timers;

namespace Personalization.Sidecar.Actors;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ActorTimerRequest))]
[JsonSerializable(typeof(ReminderRequest))]
[JsonSerializable(typeof(ReminderRecord))]
[JsonSerializable(typeof(string))]
internal sealed partial class ActorsJson : JsonSerializerContext;
