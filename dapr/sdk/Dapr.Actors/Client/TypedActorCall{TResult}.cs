using System.Reflection;
using System.Text.Json;
using Dapr.Actors.Wire;
using Dapr.Client;

namespace Dapr.Actors.Client;

/// <summary>A call whose method has a result.</summary>
internal sealed class TypedActorCall<TResult> : TypedActorCall
{
    public TypedActorCall(MethodInfo method)
        : base(method)
    {
    }

    public override Task Invoke(ActorSidecar sidecar, string actorType, string actorId, object?[] arguments, JsonSerializerOptions json) =>
        InvokeAsync(sidecar, actorType, actorId, arguments, json);

    private async Task<TResult> InvokeAsync(ActorSidecar sidecar, string actorType, string actorId, object?[] arguments, JsonSerializerOptions json)
    {
        using var response = await SendAsync(sidecar, actorType, actorId, arguments, json).ConfigureAwait(false);
        var token = TokenOf(arguments);
        return (await ResponseBody.ReadAsync(response, body => JsonSerializer.DeserializeAsync<TResult>(body, json, token), token).ConfigureAwait(false))!;
    }
}
