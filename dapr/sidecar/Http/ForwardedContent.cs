using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace Personalization.Sidecar.Http;

/// <summary>The body of a call on its way to an app: streamed from the caller, or held when it may have to be sent again.</summary>
internal sealed class ForwardedContent
{
    private readonly HttpRequest _request;
    private readonly long? _length;
    private byte[]? _buffer;

    private ForwardedContent(HttpRequest request)
    {
        _request = request;
        _length = request.ContentLength;
    }

    public bool HasLength => _length is not null;

    /// <summary>Some of the caller's body was read; what was read is gone unless buffered.</summary>
    public bool IsStarted { get; private set; }

    public bool IsBuffered => _buffer is not null;

    /// <summary>Why the caller's body could not be read to its end.</summary>
    public Exception? ReadError { get; private set; }

    /// <returns>Null when the call has no body.</returns>
    public static ForwardedContent? From(HttpContext http) =>
        http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false } ? null : new ForwardedContent(http.Request);

    /// <summary>Reads the whole body, within the API's body limit.</summary>
    public async Task BufferAsync(CancellationToken cancellationToken)
    {
        IsStarted = true;
        var buffer = new byte[_length!.Value];
        await _request.Body.ReadExactlyAsync(buffer, cancellationToken);
        _buffer = buffer;
    }

    /// <summary>The content of one attempt.</summary>
    public HttpContent ForAttempt() => _buffer is null ? new Streamed(this) : new ByteArrayContent(_buffer);

    private async Task CopyAsync(Stream target, CancellationToken cancellationToken)
    {
        IsStarted = true;
        var reader = _request.BodyReader;
        while (true)
        {
            System.IO.Pipelines.ReadResult read;
            try
            {
                read = await reader.ReadAsync(cancellationToken);
            }
            catch (Exception e)
            {
                ReadError = e;
                throw;
            }

            foreach (var part in read.Buffer)
            {
                await target.WriteAsync(part, cancellationToken);
            }

            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }

            if (_length is null)
            {
                await target.FlushAsync(cancellationToken);
            }
        }
    }

    private sealed class Streamed(ForwardedContent owner) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            owner.CopyAsync(stream, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
            owner.CopyAsync(stream, cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = owner._length ?? 0;
            return owner._length is not null;
        }
    }
}
