using System.Text.Json.Serialization;

namespace Dapr.Sdk.Tests.Actors;

public sealed record CounterNote([property: JsonPropertyName("the_text")] string Text);
