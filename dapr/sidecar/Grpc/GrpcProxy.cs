using System.IO.Pipelines;
using System.Net;
using Personalization.Grpc;
using Personalization.Grpc.Client;
using Personalization.Grpc.Framing;
using Personalization.Grpc.Server;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Invocation;
using Personalization.Sidecar.Resiliency;

namespace Personalization.Sidecar.Grpc;

/// <summary>
/// Invocation of an app's own gRPC services: a method that is not Dapr's goes to the app that the metadata <c>dapr-app-id</c> names, frames, metadata and
/// status untouched, any number of messages both ways. The target's policies hold, but for retries, unless the call says <c>dapr-stream: true</c>.
/// </summary>
internal sealed class GrpcProxy(AppRuntime app)
{
    private const string StreamMark = "dapr-stream";

    private readonly InvocationResolver _resolver = new(app.Services.Registry);

    /// <returns>The app's status; null when the call names no app.</returns>
    /// <exception cref="GrpcException">UNAVAILABLE: the app cannot be reached. DEADLINE_EXCEEDED: a policy's timeout.</exception>
    /// <exception cref="DaprApiException">There is no such app.</exception>
    public async Task<GrpcStatus?> ForwardAsync(GrpcServerCall call)
    {
        if ((call.Metadata(InvocationHeaders.CalleeAppId) ?? call.Metadata(InvocationHeaders.AppId)) is not { } name)
        {
            return null;
        }

        var callee = _resolver.Resolve(name);
        using var request = Request(call, callee);
        var began = app.Services.Time.GetTimestamp();
        HttpResponseMessage? response = null;
        try
        {
            response = await SendAsync(callee, request, call);
        }
        finally
        {
            app.Invocations.Record(callee.AppId, (int?)response?.StatusCode, app.Services.Time.GetElapsedTime(began));
        }

        using (response)
        {
            return await ReturnAsync(response, call);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(AppRuntime callee, HttpRequestMessage request, GrpcServerCall call)
    {
        Task<HttpResponseMessage> SendOnceAsync(CancellationToken token) => callee.Channel.PassAsync(request, call.Path, token);
        try
        {
            return app.Resiliency.IsAppTargeted(callee.AppId) && call.Metadata(StreamMark) is not "true"
                ? await app.Resiliency.ForApp(callee.AppId).RunAsync(
                    SendOnceAsync, static response => (int)response.StatusCode, static response => response.Dispose(), mayRetry: false, call.CancellationToken)
                : await SendOnceAsync(call.CancellationToken);
        }
        catch (Exception e) when (e is AppUnreachableException or CircuitOpenException && !call.CancellationToken.IsCancellationRequested)
        {
            throw new GrpcException(GrpcStatusCode.Unavailable, $"failed to invoke, id: {callee.AppId}, err: {e.Message}", e);
        }
        catch (TimeoutException e)
        {
            throw new GrpcException(GrpcStatusCode.DeadlineExceeded, $"failed to invoke, id: {callee.AppId}, err: {e.Message}", e);
        }
    }

    private HttpRequestMessage Request(GrpcServerCall call, AppRuntime callee)
    {
        var http = call.Http.Request;
        var request = new HttpRequestMessage(HttpMethod.Post, (Uri?)null) { Content = new Frames(http.BodyReader) };
        request.Content.Headers.TryAddWithoutValidation("content-type", http.ContentType);
        foreach (var (name, values) in http.Headers)
        {
            if (InvocationHeaders.IsForwarded(name) && !IsOfHttp(name))
            {
                request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        request.Headers.TryAddWithoutValidation(InvocationHeaders.CallerAppId, app.AppId);
        request.Headers.TryAddWithoutValidation(InvocationHeaders.CallerNamespace, app.Options.Namespace ?? "");
        request.Headers.TryAddWithoutValidation(InvocationHeaders.CalleeAppId, callee.AppId);
        request.Headers.TryAddWithoutValidation("traceparent", CallTrace.Own(call, app));
        return request;
    }

    private static async Task<GrpcStatus?> ReturnAsync(HttpResponseMessage response, GrpcServerCall call)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return new GrpcStatus(GrpcAnswer.CodeOf(response.StatusCode), $"the app answered HTTP {(int)response.StatusCode}");
        }

        var answer = call.Http.Response;
        foreach (var (name, values) in response.Headers.NonValidated)
        {
            if (IsMetadata(name))
            {
                answer.Headers[name] = values.ToArray();
            }
        }

        if (response.Content.Headers.ContentType is { } type)
        {
            answer.ContentType = type.ToString();
        }

        if (GrpcAnswer.StatusOf(response.Headers) is { } early)
        {
            return early;
        }

        await call.SendHeadersAsync();
        try
        {
            await CopyAsync(response, answer.BodyWriter, call.CancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException && !call.CancellationToken.IsCancellationRequested)
        {
            return new GrpcStatus(GrpcStatusCode.Unavailable, $"the app's answer broke off: {e.Message}");
        }

        foreach (var (name, values) in response.TrailingHeaders.NonValidated)
        {
            if (IsMetadata(name))
            {
                foreach (var value in values)
                {
                    call.AddTrailer(name, value);
                }
            }
        }

        return GrpcAnswer.StatusOf(response.TrailingHeaders) ?? new GrpcStatus(GrpcStatusCode.Internal, $"the app's answer ended without {GrpcNames.Status}");
    }

    private static async Task CopyAsync(HttpResponseMessage response, PipeWriter writer, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        while (await body.ReadAsync(writer.GetMemory(), cancellationToken) is > 0 and var count)
        {
            writer.Advance(count);
            await writer.FlushAsync(cancellationToken);
        }
    }

    private static bool IsMetadata(string name) => InvocationHeaders.IsReturned(name) && !IsOfHttp(name)
        && name.ToUpperInvariant() is not ("GRPC-STATUS" or "GRPC-MESSAGE" or "GRPC-STATUS-DETAILS-BIN" or "DATE" or "SERVER");

    /// <summary>What HTTP itself sets anew on the next hop.</summary>
    private static bool IsOfHttp(string name) => name.StartsWith(':') || name.StartsWith("content-", StringComparison.OrdinalIgnoreCase);

    /// <summary>The caller's frames, each part sent on as soon as it is there.</summary>
    private sealed class Frames(PipeReader reader) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            // The headers go out before the first message: the app may have something to say first.
            await stream.FlushAsync(cancellationToken);
            while (true)
            {
                var read = await reader.ReadAsync(cancellationToken);
                foreach (var part in read.Buffer)
                {
                    await stream.WriteAsync(part, cancellationToken);
                }

                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return;
                }

                await stream.FlushAsync(cancellationToken);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
