using Personalization.Sidecar.Resiliency;

namespace Personalization.Sidecar.Actors.Hosting;

/// <summary>A chain of calls re-entered an actor too often.</summary>
internal sealed class TurnDepthException(int maxDepth) : Exception($"maximum stack depth of {maxDepth} exceeded"), IPermanentFailure;
