using System.Net;
using Google.Protobuf;
using Personalization.Grpc.Framing;

namespace Personalization.Grpc.Client;

/// <summary>The body of a request whose messages come one after the other.</summary>
internal sealed class GrpcRequestStream : HttpContent
{
    private readonly TaskCompletionSource<Stream> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _turn = new(1);

    public async Task WriteAsync(IMessage message, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var stream = await _opened.Task.WaitAsync(cancellationToken);
            await stream.WriteAsync(GrpcFrame.ToArray(message), cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>No more messages.</summary>
    public void Complete() => _completed.TrySetResult();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.FlushAsync(cancellationToken);
        _opened.TrySetResult(stream);
        await _completed.Task.WaitAsync(cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _completed.TrySetResult();
            _opened.TrySetException(new IOException("the call is over"));
            _ = _opened.Task.Exception;
        }

        base.Dispose(disposing);
    }
}
