namespace Dapr.Actors.Runtime;

/// <summary>What the runtime talks to the sidecar with, when a test takes the sidecar's place.</summary>
internal sealed record ActorSidecarHandler(HttpMessageHandler Handler);
