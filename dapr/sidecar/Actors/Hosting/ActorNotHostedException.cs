using Personalization.Sidecar.Resiliency;

namespace Personalization.Sidecar.Actors.Hosting;

/// <summary>No app of this process hosts the type now. Not retried: a caller on a budget has to hear it at once.</summary>
internal sealed class ActorNotHostedException(string type)
    : Exception($"did not find address for actor: no app hosts actors of type '{type}'"), IPermanentFailure;
