using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Personalization.Grpc.Framing;

namespace Personalization.Grpc.Client;

/// <summary>The answer to a call: its messages, then its status, which may stand in the headers or in the trailers.</summary>
internal sealed class GrpcAnswer
{
    private readonly HttpResponseMessage _response;
    private readonly GrpcFrameReader _frames;

    private GrpcAnswer(HttpResponseMessage response, Stream body, int maxMessageBytes)
    {
        _response = response;
        _frames = new GrpcFrameReader(PipeReader.Create(body), maxMessageBytes);
    }

    /// <exception cref="GrpcException">The answer is over already, and is not OK.</exception>
    public static async Task<GrpcAnswer> OpenAsync(HttpResponseMessage response, int maxMessageBytes, CancellationToken cancellationToken)
    {
        if (StatusOf(response.Headers) is { Code: not GrpcStatusCode.Ok } status)
        {
            throw Failed(status, response.Headers);
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new GrpcException(CodeOf(response.StatusCode), $"the server answered HTTP {(int)response.StatusCode}");
        }

        var type = response.Content.Headers.ContentType?.MediaType;
        return type is null || type.StartsWith(GrpcNames.ContentType, StringComparison.OrdinalIgnoreCase)
            ? new GrpcAnswer(response, await response.Content.ReadAsStreamAsync(cancellationToken), maxMessageBytes)
            : throw new GrpcException(GrpcStatusCode.Unknown, $"the server answered {type}, not {GrpcNames.ContentType}");
    }

    /// <returns>The next message; null when the call is over and OK.</returns>
    /// <exception cref="GrpcException">The call is over and not OK.</exception>
    public async ValueTask<T?> ReadAsync<T>(MessageParser<T> parser, CancellationToken cancellationToken)
        where T : class, IMessage<T>
    {
        if (await _frames.ReadAsync(parser, cancellationToken) is { } message)
        {
            return message;
        }

        var status = StatusOf(_response.TrailingHeaders) ?? StatusOf(_response.Headers)
            ?? new GrpcStatus(GrpcStatusCode.Internal, $"the answer ended without {GrpcNames.Status}");
        return status.Code == GrpcStatusCode.Ok ? null : throw Failed(status, _response.TrailingHeaders);
    }

    private static GrpcException Failed(GrpcStatus status, HttpResponseHeaders trailers)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in trailers.NonValidated)
        {
            metadata[name.ToLowerInvariant()] = values.ToString();
        }

        return new GrpcException(status) { Trailers = metadata };
    }

    /// <summary>The status in a block of headers or trailers; null when it has none.</summary>
    public static GrpcStatus? StatusOf(HttpResponseHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues(GrpcNames.Status, out var values))
        {
            return null;
        }

        var code = int.TryParse(values.ToString(), out var number) && Enum.IsDefined((GrpcStatusCode)number) ? (GrpcStatusCode)number : GrpcStatusCode.Unknown;
        var message = headers.NonValidated.TryGetValues(GrpcNames.Message, out var texts) ? GrpcText.Decode(texts.ToString()) : "";
        return new GrpcStatus(code, message, headers.NonValidated.TryGetValues(GrpcNames.StatusDetails, out var details) ? Bytes(details.ToString()) : null);
    }

    private static ReadOnlyMemory<byte>? Bytes(string base64)
    {
        var padded = base64.PadRight((base64.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length / 4 * 3];
        return Convert.TryFromBase64String(padded, bytes, out var written) ? bytes.AsMemory(0, written) : null;
    }

    /// <summary>What gRPC makes of an answer that is not a gRPC answer.</summary>
    public static GrpcStatusCode CodeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => GrpcStatusCode.Internal,
        HttpStatusCode.Unauthorized => GrpcStatusCode.Unauthenticated,
        HttpStatusCode.Forbidden => GrpcStatusCode.PermissionDenied,
        HttpStatusCode.NotFound => GrpcStatusCode.Unimplemented,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => GrpcStatusCode.Unavailable,
        _ => GrpcStatusCode.Unknown,
    };
}
