using System.Reflection;
using System.Text.Json;
using Dapr.Actors.Wire;
using Dapr.Client;

namespace Dapr.Actors.Client;

/// <summary>How one method of an actor's interface is called; made once for each method.</summary>
internal class TypedActorCall
{
    private readonly string _name;
    private readonly Type[] _arguments;
    private readonly bool _takesToken;

    protected TypedActorCall(MethodInfo method)
    {
        var parameters = method.GetParameters();
        _name = method.Name;
        _takesToken = parameters.Length > 0 && parameters[^1].ParameterType == typeof(CancellationToken);
        _arguments = parameters.SkipLast(_takesToken ? 1 : 0).Select(parameter => parameter.ParameterType).ToArray();
    }

    public static TypedActorCall Create(MethodInfo method) => method.ReturnType == typeof(Task)
        ? new TypedActorCall(method)
        : (TypedActorCall)Activator.CreateInstance(typeof(TypedActorCall<>).MakeGenericType(method.ReturnType.GenericTypeArguments[0]), method)!;

    public virtual Task Invoke(ActorSidecar sidecar, string actorType, string actorId, object?[] arguments, JsonSerializerOptions json) =>
        InvokeAsync(sidecar, actorType, actorId, arguments, json);

    protected CancellationToken TokenOf(object?[] arguments) => _takesToken ? (CancellationToken)arguments[^1]! : CancellationToken.None;

    protected async Task<HttpResponseMessage> SendAsync(ActorSidecar sidecar, string actorType, string actorId, object?[] arguments, JsonSerializerOptions json)
    {
        var token = TokenOf(arguments);
        var response = await sidecar.InvokeAsync(actorType, actorId, _name, Serialize(arguments, json), typed: true, token).ConfigureAwait(false);
        if (!response.Headers.TryGetValues(ActorWire.ErrorResponseHeader, out var details))
        {
            return response;
        }

        using (response)
        {
            var failure = await ResponseBody.ReadAsync(response, body => JsonSerializer.DeserializeAsync(body, ActorWireJson.Default.ActorFailure, token), token).ConfigureAwait(false);
            throw new ActorMethodInvocationException(
                "Remote Actor Method Exception,  DETAILS: " + string.Join(' ', details),
                failure is null ? null : new ActorInvokeException(failure.Type, failure.Message),
                isTransient: false);
        }
    }

    private async Task InvokeAsync(ActorSidecar sidecar, string actorType, string actorId, object?[] arguments, JsonSerializerOptions json)
    {
        using var _ = await SendAsync(sidecar, actorType, actorId, arguments, json).ConfigureAwait(false);
    }

    private ReadOnlyMemory<byte>? Serialize(object?[] arguments, JsonSerializerOptions json)
    {
        if (_arguments.Length == 0)
        {
            return null;
        }

        if (_arguments.Length == 1)
        {
            return JsonSerializer.SerializeToUtf8Bytes(arguments[0], _arguments[0], json);
        }

        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            for (var index = 0; index < _arguments.Length; index++)
            {
                JsonSerializer.Serialize(writer, arguments[index], _arguments[index], json);
            }

            writer.WriteEndArray();
        }

        return buffer.WrittenMemory;
    }
}
