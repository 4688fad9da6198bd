using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Abstractions.Problems;

namespace Personalization.Hosting.Problems;

/// <summary>Source-generated JSON of <see cref="Problem"/>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Problem))]
public sealed partial class ProblemJson : JsonSerializerContext;
