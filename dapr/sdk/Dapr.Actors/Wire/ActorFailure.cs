using System.Text.Json.Serialization;

namespace Dapr.Actors.Wire;

/// <summary>What an actor threw, on its way back through the sidecar.</summary>
/// <param name="Type">The full name of the exception's type.</param>
/// <param name="Message">Its message.</param>
internal sealed record ActorFailure(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("message")] string Message);
