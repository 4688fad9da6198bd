using Microsoft.Extensions.Logging;

namespace Dapr.Actors.Runtime;

/// <summary>Actor ids stay out of the log: they may name a person.</summary>
internal sealed partial class ActorManager
{
    [LoggerMessage(1, LogLevel.Debug, "Activated an actor of type {ActorType}")]
    private static partial void Activated(ILogger logger, string actorType);

    [LoggerMessage(2, LogLevel.Debug, "Deactivated an actor of type {ActorType}")]
    private static partial void Deactivated(ILogger logger, string actorType);
}
