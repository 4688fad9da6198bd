using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Decisions.Contracts;

/// <summary>Source-generated JSON of the calls to the decisions service.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DecideRequest))]
[JsonSerializable(typeof(DecideReply))]
[JsonSerializable(typeof(RewardRequest))]
[JsonSerializable(typeof(RewardReply))]
[JsonSerializable(typeof(ActivateRequest))]
[JsonSerializable(typeof(EvaluateRequest))]
[JsonSerializable(typeof(EvaluateReply))]
[JsonSerializable(typeof(RuleDefinition))]
[JsonSerializable(typeof(PolicyDefinition))]
[JsonSerializable(typeof(PolicyCommand))]
[JsonSerializable(typeof(PolicyReply))]
[JsonSerializable(typeof(ContentDefinition))]
[JsonSerializable(typeof(ContentRequest))]
[JsonSerializable(typeof(ContentReply))]
[JsonSerializable(typeof(ContentResults))]
[JsonSerializable(typeof(DefinitionQuery))]
[JsonSerializable(typeof(DefinitionChange))]
[JsonSerializable(typeof(DefinitionReply))]
[JsonSerializable(typeof(DefinitionList))]
[JsonSerializable(typeof(DefinitionVersion))]
[JsonSerializable(typeof(DefinitionsChanged))]
public sealed partial class DecisionsJson : JsonSerializerContext;
