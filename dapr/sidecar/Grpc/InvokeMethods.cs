using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.WebUtilities;
using Personalization.Grpc;
using Personalization.Grpc.Messages;
using Personalization.Grpc.Server;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Invocation;
using Personalization.Sidecar.Resiliency;

namespace Personalization.Sidecar.Grpc;

/// <summary>Service invocation by a message: one HTTP call of the target app, its status turned into one of gRPC.</summary>
internal sealed class InvokeMethods(AppRuntime app)
{
    private const string StatusHeader = "dapr-http-status";
    private const string ErrorDomain = "dapr.io";
    private const int MaxDetail = 63;
    private const int BuiltInRetries = 3;
    private static readonly TimeSpan BuiltInDelay = TimeSpan.FromSeconds(1);

    private readonly InvocationResolver _resolver = new(app.Services.Registry);

    public void Map(GrpcServer server) => server.MapUnary(DaprMethods.InvokeService, InvokeAsync);

    private async Task<InvokeResponse> InvokeAsync(InvokeServiceRequest request, GrpcServerCall call)
    {
        var message = request.Message ?? throw new GrpcException(GrpcStatusCode.InvalidArgument, "message is missing");
        var verb = message.HttpExtension?.Verb ?? HTTPExtension.Types.Verb.None;
        if (verb is HTTPExtension.Types.Verb.None or HTTPExtension.Types.Verb.Connect)
        {
            throw new GrpcException(GrpcStatusCode.InvalidArgument, "http_extension.verb is missing; it has to be one of GET, HEAD, POST, PUT, DELETE, OPTIONS, TRACE, PATCH");
        }

        var callee = _resolver.Resolve(request.Id);
        var path = MethodPath.Normalize(message.Method);
        var query = message.HttpExtension!.Querystring;
        var target = query.Length > 0 ? $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}" : path;
        var headers = Headers(message, callee, call);
        var body = message.Data is { } data ? data.Value.Memory : (ReadOnlyMemory<byte>?)null;
        var answer = await CountedAsync(callee, HttpMethod.Parse(verb.ToString().ToUpperInvariant()), target, headers, body, call.CancellationToken);
        ReturnHeaders(answer, call);
        if (CodeOf(answer.Status) is not GrpcStatusCode.Ok and var code)
        {
            throw new GrpcException(Failure(code, answer));
        }

        return new InvokeResponse
        {
            Data = new Any { Value = UnsafeByteOperations.UnsafeWrap(answer.Body) },
            ContentType = answer.Headers.GetValueOrDefault("Content-Type") ?? "",
        };
    }

    private async Task<AppResponse> CountedAsync(
        AppRuntime callee,
        HttpMethod method,
        string target,
        Dictionary<string, string> headers,
        ReadOnlyMemory<byte>? body,
        CancellationToken cancellationToken)
    {
        var began = app.Services.Time.GetTimestamp();
        int? status = null;
        try
        {
            var answer = await SendAsync(callee, method, target, headers, body, cancellationToken);
            status = answer.Status;
            return answer;
        }
        finally
        {
            app.Invocations.Record(callee.AppId, status, app.Services.Time.GetElapsedTime(began));
        }
    }

    private async Task<AppResponse> SendAsync(
        AppRuntime callee,
        HttpMethod method,
        string target,
        Dictionary<string, string> headers,
        ReadOnlyMemory<byte>? body,
        CancellationToken cancellationToken)
    {
        Task<AppResponse> SendOnceAsync(CancellationToken token) => callee.Channel.SendAsync(method, target, headers, body, token);
        try
        {
            if (app.Resiliency.IsAppTargeted(callee.AppId))
            {
                return await app.Resiliency.ForApp(callee.AppId).RunAsync(SendOnceAsync, static answer => answer.Status, cancellationToken: cancellationToken);
            }

            for (var retry = 0; ; retry++)
            {
                try
                {
                    return await SendOnceAsync(cancellationToken);
                }
                catch (AppUnreachableException) when (retry < BuiltInRetries && callee.Channel.HasApp)
                {
                    await Task.Delay(BuiltInDelay, app.Services.Time, cancellationToken);
                }
            }
        }
        catch (Exception e) when (e is AppUnreachableException or TimeoutException or CircuitOpenException && !cancellationToken.IsCancellationRequested)
        {
            throw InvocationResolver.Failure(callee.AppId, e.Message, e);
        }
    }

    private Dictionary<string, string> Headers(InvokeRequest message, AppRuntime callee, GrpcServerCall call)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in call.Http.Request.Headers)
        {
            if (IsMetadata(name) && InvocationHeaders.IsForwarded(name))
            {
                headers[name] = values.ToString();
            }
        }

        if (message.ContentType.Length > 0)
        {
            headers["Content-Type"] = message.ContentType;
        }

        headers[InvocationHeaders.CallerAppId] = app.AppId;
        headers[InvocationHeaders.CallerNamespace] = app.Options.Namespace ?? "";
        headers[InvocationHeaders.CalleeAppId] = callee.AppId;
        headers["traceparent"] = CallTrace.Own(call, app);
        return headers;
    }

    private static void ReturnHeaders(AppResponse answer, GrpcServerCall call)
    {
        var headers = call.Http.Response.Headers;
        foreach (var (name, value) in answer.Headers)
        {
            if (IsMetadata(name) && InvocationHeaders.IsReturned(name))
            {
                headers[name] = value;
            }
        }

        headers[StatusHeader] = answer.Status.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Not a header that HTTP or gRPC itself needs.</summary>
    private static bool IsMetadata(string name) =>
        !name.StartsWith(':')
        && !name.StartsWith("grpc-", StringComparison.OrdinalIgnoreCase)
        && !name.StartsWith("content-", StringComparison.OrdinalIgnoreCase)
        && name.ToUpperInvariant() is not ("HOST" or "TE" or "USER-AGENT" or "DATE" or "SERVER" or "ACCEPT-ENCODING");

    private static GrpcStatus Failure(GrpcStatusCode code, AppResponse answer)
    {
        var text = ReasonPhrases.GetReasonPhrase(answer.Status);
        var detail = System.Text.Encoding.UTF8.GetString(answer.Body.Span[..Math.Min(answer.Body.Length, MaxDetail)]);
        var info = new ErrorInfo
        {
            Reason = text,
            Domain = ErrorDomain,
            Metadata = { ["http.code"] = answer.Status.ToString(CultureInfo.InvariantCulture), ["http.error_message"] = detail },
        };
        var status = new Status { Code = (int)code, Message = text, Details = { Any.Pack(info) } };
        return new GrpcStatus(code, text, status.ToByteArray());
    }

    private static GrpcStatusCode CodeOf(int status) => status switch
    {
        >= 200 and < 300 => GrpcStatusCode.Ok,
        StatusCodes.Status400BadRequest => GrpcStatusCode.Internal,
        StatusCodes.Status401Unauthorized => GrpcStatusCode.Unauthenticated,
        StatusCodes.Status403Forbidden => GrpcStatusCode.PermissionDenied,
        StatusCodes.Status404NotFound => GrpcStatusCode.NotFound,
        StatusCodes.Status408RequestTimeout => GrpcStatusCode.Cancelled,
        StatusCodes.Status409Conflict => GrpcStatusCode.AlreadyExists,
        StatusCodes.Status429TooManyRequests => GrpcStatusCode.ResourceExhausted,
        StatusCodes.Status501NotImplemented => GrpcStatusCode.Unimplemented,
        StatusCodes.Status503ServiceUnavailable => GrpcStatusCode.Unavailable,
        StatusCodes.Status504GatewayTimeout => GrpcStatusCode.DeadlineExceeded,
        _ => GrpcStatusCode.Unknown,
    };
}
