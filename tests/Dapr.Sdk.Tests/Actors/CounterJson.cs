using System.Text.Json.Serialization;

namespace Dapr.Sdk.Tests.Actors;

/// <summary>The only types the hosted actor may serialize in the tests of generated serialization.</summary>
[JsonSerializable(typeof(CounterNote))]
[JsonSerializable(typeof(int))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class CounterJson : JsonSerializerContext;
