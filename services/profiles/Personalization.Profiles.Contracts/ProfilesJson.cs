using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Profiles.Contracts;

/// <summary>
/// Source-generated JSON of this service's contracts: snake_case, nulls left out. Generated readers set an absent `init` property to null,
/// whatever its initializer says; so collections answer `field ?? empty`, and an older sender's message reads well.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TrackRequest))]
[JsonSerializable(typeof(TrackReply))]
[JsonSerializable(typeof(InteractionRecorded))]
[JsonSerializable(typeof(ContextRequest))]
[JsonSerializable(typeof(ShopperContext))]
[JsonSerializable(typeof(PreferencesReply))]
[JsonSerializable(typeof(LivePreferences))]
[JsonSerializable(typeof(SwitchesPatch))]
[JsonSerializable(typeof(SwitchesReply))]
[JsonSerializable(typeof(PersonalizationSwitches))]
[JsonSerializable(typeof(CartView))]
[JsonSerializable(typeof(CartPut))]
[JsonSerializable(typeof(CartReply))]
[JsonSerializable(typeof(MergeRequest))]
[JsonSerializable(typeof(MergeReply))]
[JsonSerializable(typeof(TrackedReply))]
[JsonSerializable(typeof(PreferencesChanged))]
public sealed partial class ProfilesJson : JsonSerializerContext;
