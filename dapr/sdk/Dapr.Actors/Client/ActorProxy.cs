using System.Text.Json;
using Dapr.Actors.Wire;
using Dapr.Client;

namespace Dapr.Actors.Client;

/// <summary>Calls an actor by method name, with at most one argument, as JSON. An actor that throws is a <see cref="DaprApiException"/> here.</summary>
public class ActorProxy : IActorProxy
{
    private readonly ActorSidecar? _sidecar;
    private readonly JsonSerializerOptions _json = JsonSerializerOptions.Web;

    /// <summary>Creates a proxy of no actor; only for derived test doubles.</summary>
    protected internal ActorProxy()
    {
    }

    internal ActorProxy(ActorSidecar sidecar, ActorId actorId, string actorType, JsonSerializerOptions json)
    {
        _sidecar = sidecar;
        _json = json;
        ActorId = actorId;
        ActorType = actorType;
    }

    /// <summary>The factory behind the static members; its options come from the process environment.</summary>
    public static IActorProxyFactory DefaultProxyFactory { get; } = new ActorProxyFactory();

    /// <inheritdoc/>
    public ActorId ActorId { get; private set; } = null!;

    /// <inheritdoc/>
    public string ActorType { get; private set; } = null!;

    private ActorSidecar Sidecar => _sidecar ?? throw new InvalidOperationException("This proxy was not made by a proxy factory.");

    /// <summary>Creates a proxy that is called through the actor's interface.</summary>
    public static TActorInterface Create<TActorInterface>(ActorId actorId, string actorType, ActorProxyOptions? options = null)
        where TActorInterface : IActor =>
        DefaultProxyFactory.CreateActorProxy<TActorInterface>(actorId, actorType, options);

    /// <summary>Creates a proxy that is called through the actor's interface.</summary>
    public static object Create(ActorId actorId, Type actorInterfaceType, string actorType, ActorProxyOptions? options = null)
    {
        if (!typeof(IActor).IsAssignableFrom(actorInterfaceType))
        {
            throw new ArgumentException("The interface must implement IActor.", nameof(actorInterfaceType));
        }

        return DefaultProxyFactory.CreateActorProxy(actorId, actorInterfaceType, actorType, options);
    }

    /// <summary>Creates a proxy that is called by method name.</summary>
    public static ActorProxy Create(ActorId actorId, string actorType, ActorProxyOptions? options = null) =>
        DefaultProxyFactory.Create(actorId, actorType, options);

    /// <summary>Calls a method with an argument and reads its result.</summary>
    public async Task<TResponse> InvokeMethodAsync<TRequest, TResponse>(string method, TRequest data, CancellationToken cancellationToken = default)
    {
        using var response = await SendAsync(method, JsonSerializer.SerializeToUtf8Bytes(data, _json), cancellationToken).ConfigureAwait(false);
        return await ReadAsync<TResponse>(response, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Calls a method with an argument.</summary>
    public async Task InvokeMethodAsync<TRequest>(string method, TRequest data, CancellationToken cancellationToken = default)
    {
        using var _ = await SendAsync(method, JsonSerializer.SerializeToUtf8Bytes(data, _json), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Calls a method and reads its result.</summary>
    public async Task<TResponse> InvokeMethodAsync<TResponse>(string method, CancellationToken cancellationToken = default)
    {
        using var response = await SendAsync(method, null, cancellationToken).ConfigureAwait(false);
        return await ReadAsync<TResponse>(response, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Calls a method.</summary>
    public async Task InvokeMethodAsync(string method, CancellationToken cancellationToken = default)
    {
        using var _ = await SendAsync(method, null, cancellationToken).ConfigureAwait(false);
    }

    private Task<HttpResponseMessage> SendAsync(string method, ReadOnlyMemory<byte>? json, CancellationToken cancellationToken) =>
        Sidecar.InvokeAsync(ActorType, ActorId.GetId(), method, json, typed: false, cancellationToken);

    private async Task<TResponse> ReadAsync<TResponse>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        return (await ResponseBody.ReadAsync(response, body => JsonSerializer.DeserializeAsync<TResponse>(body, _json, cancellationToken), cancellationToken).ConfigureAwait(false))!;
    }
}
