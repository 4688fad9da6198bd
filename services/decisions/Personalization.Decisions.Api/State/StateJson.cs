using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Decisions.Api.Content;
using Personalization.Decisions.Api.Definitions;
using Personalization.Decisions.Api.Learning;
using Personalization.Decisions.Api.Logging;
using Personalization.Decisions.Learning;
using Personalization.Decisions.Models;
using Personalization.Decisions.Rules;

namespace Personalization.Decisions.Api.State;

/// <summary>Source-generated JSON of the values in `decisions-state`.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LoggedCall))]
[JsonSerializable(typeof(CallOutcome))]
[JsonSerializable(typeof(KeptModel))]
[JsonSerializable(typeof(LearnedChunk))]
[JsonSerializable(typeof(LaneList))]
[JsonSerializable(typeof(LaneState))]
[JsonSerializable(typeof(LogPage))]
[JsonSerializable(typeof(DefinitionIndex))]
[JsonSerializable(typeof(DefinitionManifest))]
[JsonSerializable(typeof(DefinitionRecord))]
[JsonSerializable(typeof(CapLedger))]
[JsonSerializable(typeof(ContentTally))]
internal sealed partial class StateJson : JsonSerializerContext;
