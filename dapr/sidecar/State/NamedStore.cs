using Personalization.Sidecar.Resiliency;

namespace Personalization.Sidecar.State;

/// <summary>A state component as calls use it.</summary>
internal readonly record struct NamedStore(string Name, IStateStore Store, ResiliencyPipeline Pipeline);
