using Google.Protobuf;
using Personalization.Grpc.Framing;

namespace Personalization.Grpc.Server;

/// <summary>Where the handler of a streaming method writes. Several writers take turns; each waits while the client does not read.</summary>
internal sealed class GrpcResponses<T>(GrpcServerCall call) : IDisposable
    where T : class, IMessage<T>
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Sends a message at once.</summary>
    /// <exception cref="OperationCanceledException">The client is gone, its deadline has passed, or the caller gave up.</exception>
    public async Task WriteAsync(T message, CancellationToken cancellationToken = default)
    {
        using var either = cancellationToken.CanBeCanceled && cancellationToken != call.CancellationToken
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, call.CancellationToken)
            : null;
        var token = either?.Token ?? call.CancellationToken;
        await _turn.WaitAsync(token);
        try
        {
            await call.SendHeadersAsync();
            GrpcFrame.Write(call.Http.Response.BodyWriter, message);
            var flush = await call.Http.Response.BodyWriter.FlushAsync(token);
            if (flush.IsCompleted)
            {
                throw new OperationCanceledException("the client is gone", call.Http.RequestAborted);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
