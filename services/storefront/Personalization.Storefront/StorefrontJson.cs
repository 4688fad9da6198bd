using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Storefront.Decisions;
using Personalization.Storefront.Interactions;
using Personalization.Storefront.Recommending;
using Personalization.Storefront.Searching;
using Personalization.Storefront.Shoppers;

namespace Personalization.Storefront;

/// <summary>Source-generated JSON of the public answers: snake_case, nulls left out unless the contract names the field.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TrackAnswer))]
[JsonSerializable(typeof(BatchAnswer))]
[JsonSerializable(typeof(MergeAnswer))]
[JsonSerializable(typeof(SwitchesAnswer))]
[JsonSerializable(typeof(TrackedAnswer))]
[JsonSerializable(typeof(SearchAnswer))]
[JsonSerializable(typeof(SuggestAnswer))]
[JsonSerializable(typeof(RecommendationAnswer))]
[JsonSerializable(typeof(DecisionAnswer))]
[JsonSerializable(typeof(DecisionsAnswer))]
[JsonSerializable(typeof(RewardAnswer))]
[JsonSerializable(typeof(ValidationAnswer))]
[JsonSerializable(typeof(ContentAnswer))]
public sealed partial class StorefrontJson : JsonSerializerContext;
