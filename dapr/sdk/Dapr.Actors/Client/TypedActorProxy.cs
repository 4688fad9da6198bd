using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Dapr.Actors.Wire;

namespace Dapr.Actors.Client;

/// <summary>Calls an actor through its interface. The generated proxies derive from this class, so it cannot be sealed.</summary>
internal class TypedActorProxy : DispatchProxy, IActorProxy
{
    private static readonly ConcurrentDictionary<MethodInfo, TypedActorCall> Calls = new();

    private ActorSidecar _sidecar = null!;
    private JsonSerializerOptions _json = null!;

    public ActorId ActorId { get; private set; } = null!;

    public string ActorType { get; private set; } = null!;

    public void Initialize(ActorSidecar sidecar, ActorId actorId, string actorType, JsonSerializerOptions json)
    {
        _sidecar = sidecar;
        _json = json;
        ActorId = actorId;
        ActorType = actorType;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        Calls.GetOrAdd(targetMethod!, TypedActorCall.Create).Invoke(_sidecar, ActorType, ActorId.GetId(), args ?? [], _json);
}
