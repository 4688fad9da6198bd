using System.Runtime.CompilerServices;
using Google.Protobuf;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Personalization.Grpc.Framing;

namespace Personalization.Grpc.Server;

/// <summary>
/// Serves gRPC methods to a Kestrel that speaks HTTP/2 (<c>HttpProtocols.Http2</c>). Messages are taken one at a time, within a limit; deadlines and
/// the client's going cancel the handler; an unknown method is UNIMPLEMENTED. All methods are mapped before the first call.
/// </summary>
internal sealed class GrpcServer(GrpcServerOptions options)
{
    private readonly Dictionary<string, Func<GrpcServerCall, Task>> _methods = new(StringComparer.Ordinal);

    /// <summary>The paths served.</summary>
    public IReadOnlyCollection<string> Paths => _methods.Keys;

    /// <summary>One message there, one back.</summary>
    public void MapUnary<TRequest, TResponse>(GrpcMethod<TRequest, TResponse> method, Func<TRequest, GrpcServerCall, Task<TResponse>> handle)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        _methods.Add(method.Path, async call =>
        {
            var request = await ReadOneAsync(method.Request, call);
            var response = await handle(request, call);
            await call.SendHeadersAsync();
            GrpcFrame.Write(call.Http.Response.BodyWriter, response);
        });

    /// <summary>One message there, any number back; the stream ends when the handler returns.</summary>
    public void MapServerStream<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method,
        Func<TRequest, GrpcResponses<TResponse>, GrpcServerCall, Task> handle)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        _methods.Add(method.Path, async call =>
        {
            call.ObserveStop();
            var request = await ReadOneAsync(method.Request, call);
            using var responses = new GrpcResponses<TResponse>(call);
            await handle(request, responses, call);
            await call.SendHeadersAsync();
        });

    /// <summary>Any number of messages both ways, in any order; a method that takes many and answers once writes once.</summary>
    public void MapDuplex<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method,
        Func<IAsyncEnumerable<TRequest>, GrpcResponses<TResponse>, GrpcServerCall, Task> handle)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        _methods.Add(method.Path, async call =>
        {
            call.ObserveStop();
            LiftBodyLimit(call.Http);
            LiftDataRate(call.Http);
            using var responses = new GrpcResponses<TResponse>(call);
            await handle(ReadAllAsync(method.Request, call, call.CancellationToken), responses, call);
            await call.SendHeadersAsync();
        });

    /// <summary>Answers one request.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        if (http.Request.ContentType?.StartsWith(GrpcNames.ContentType, StringComparison.OrdinalIgnoreCase) is not true)
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        http.Response.ContentType = GrpcNames.ContentType;
        using var call = new GrpcServerCall(http, options);
        var status = await RunAsync(call);
        call.End(status);
        options.Ended(call, status.Code);
    }

    private async Task<GrpcStatus> RunAsync(GrpcServerCall call)
    {
        try
        {
            if (_methods.TryGetValue(call.Path, out var method))
            {
                call.IsKnown = true;
            }

            if (options.Refuse(call) is { } refusal)
            {
                return refusal;
            }

            call.ObserveDeadline();
            if (method is null)
            {
                return await OtherwiseAsync(call) ?? new GrpcStatus(GrpcStatusCode.Unimplemented, $"unknown method {call.Path}");
            }

            await method(call);
            return GrpcStatus.Ok;
        }
        catch (GrpcException e)
        {
            return e.Status;
        }
        catch (Exception) when (call.IsStopped)
        {
            return new GrpcStatus(GrpcStatusCode.Unavailable, "the server stops");
        }
        catch (Exception) when (call.IsDeadlineOver)
        {
            return new GrpcStatus(GrpcStatusCode.DeadlineExceeded, "deadline exceeded");
        }
        catch (Exception e) when (call.Http.RequestAborted.IsCancellationRequested || e is OperationCanceledException or ConnectionResetException or ConnectionAbortedException)
        {
            return new GrpcStatus(GrpcStatusCode.Cancelled, "the call was cancelled");
        }
        catch (BadHttpRequestException e)
        {
            return new GrpcStatus(GrpcStatusCode.Internal, e.Message);
        }
        catch (Exception e)
        {
            if (options.Translate(e) is { } translated)
            {
                return translated;
            }

            options.Unforeseen(call, e);
            return new GrpcStatus(GrpcStatusCode.Internal, "the call failed; the server's log says why");
        }
    }

    private async Task<GrpcStatus?> OtherwiseAsync(GrpcServerCall call)
    {
        if (options.Otherwise is not { } otherwise)
        {
            return null;
        }

        LiftBodyLimit(call.Http);
        LiftDataRate(call.Http);
        return await otherwise(call);
    }

    private async Task<T> ReadOneAsync<T>(MessageParser<T> parser, GrpcServerCall call)
        where T : class, IMessage<T>
    {
        LiftBodyLimit(call.Http);
        var reader = new GrpcFrameReader(call.Http.Request.BodyReader, options.MaxMessageBytes);
        var message = await reader.ReadAsync(parser, call.CancellationToken)
            ?? throw new GrpcException(GrpcStatusCode.Internal, "the method takes a message, none came");
        return await reader.ReadAsync(parser, call.CancellationToken) is null
            ? message
            : throw new GrpcException(GrpcStatusCode.Internal, "the method takes one message, more came");
    }

    private async IAsyncEnumerable<T> ReadAllAsync<T>(MessageParser<T> parser, GrpcServerCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class, IMessage<T>
    {
        var reader = new GrpcFrameReader(call.Http.Request.BodyReader, options.MaxMessageBytes);
        while (await reader.ReadAsync(parser, cancellationToken) is { } message)
        {
            yield return message;
        }
    }

    /// <summary>Each message has a limit of its own; a stream of them may be as long as its client wants.</summary>
    private static void LiftBodyLimit(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }
    }

    /// <summary>A stream may be silent for as long as its client wants.</summary>
    private static void LiftDataRate(HttpContext http)
    {
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }
}
