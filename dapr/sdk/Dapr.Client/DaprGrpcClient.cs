using System.Text.Json;
using Google.Protobuf;
using Personalization.Grpc;
using Personalization.Grpc.Client;

namespace Dapr.Client;

/// <summary>
/// The client on the sidecar's gRPC API for what the official one asks over gRPC: state, publishing, bindings, secrets, metadata, shutdown. Values are
/// bytes on the wire, so what was stored by others reads back as it was stored. Invocation and health go over HTTP, as with the official one.
/// </summary>
internal sealed partial class DaprGrpcClient : DaprHttpClient
{
    /// <summary>Shared by all clients of the process, and never disposed of.</summary>
    private static readonly SocketsHttpHandler Connections = GrpcChannel.CreateHandler();

    private readonly GrpcChannel _channel;

    /// <param name="grpcEndpoint">The sidecar's gRPC address.</param>
    /// <param name="httpEndpoint">Its HTTP address.</param>
    /// <param name="apiToken">The token it demands; empty: none.</param>
    /// <param name="json">How payloads are written and read.</param>
    /// <param name="timeout">The limit of an invocation or health check; zero: the default.</param>
    /// <param name="handler">The way of what goes over HTTP.</param>
    public DaprGrpcClient(Uri grpcEndpoint, Uri httpEndpoint, string? apiToken, JsonSerializerOptions json, TimeSpan timeout, HttpMessageHandler handler)
        : base(httpEndpoint, apiToken, json, timeout, handler)
    {
        List<KeyValuePair<string, string>> metadata = [new("user-agent", UserAgent().ToString())];
        if (!string.IsNullOrWhiteSpace(apiToken))
        {
            metadata.Add(new(WireNames.ApiTokenHeader, apiToken));
        }

        // The sidecar has a limit for what it takes; an answer is as long as what was stored.
        _channel = new GrpcChannel(grpcEndpoint, new GrpcChannelOptions { Handler = Connections, Metadata = metadata, MaxMessageBytes = int.MaxValue });
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _channel.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Turns every failure into one <see cref="DaprException"/> whose inner exception says what happened.</summary>
    private async Task<TResponse> CallAsync<TRequest, TResponse>(GrpcMethod<TRequest, TResponse> method, TRequest request, string failure, CancellationToken cancellationToken)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        try
        {
            return await _channel.CallAsync(method, request, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (GrpcException refused)
        {
            throw new DaprException(failure, refused);
        }
    }

    private static void Add(Google.Protobuf.Collections.MapField<string, string> target, IEnumerable<KeyValuePair<string, string>>? metadata)
    {
        foreach (var (name, value) in metadata ?? [])
        {
            target[name] = value;
        }
    }

    private ByteString Json<T>(T value) => UnsafeByteOperations.UnsafeWrap(Serialize(value));
}
