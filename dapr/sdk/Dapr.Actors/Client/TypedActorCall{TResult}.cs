using System.Reflection;
using System.Text.Json;
using Dapr.Actors.Wire;

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
        var body = await response.Content.ReadAsStreamAsync(TokenOf(arguments)).ConfigureAwait(false);
        return (await JsonSerializer.DeserializeAsync<TResult>(body, json, TokenOf(arguments)).ConfigureAwait(false))!;
    }
}
