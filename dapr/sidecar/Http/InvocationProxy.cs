using System.Net;
using System.Net.Sockets;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Invocation;
using Personalization.Sidecar.Resiliency;

namespace Personalization.Sidecar.Http;

/// <summary>
/// Service invocation over HTTP: one hop from the caller's sidecar to the target app. Bodies stream both ways and nothing of them is
/// held, except a request's whose target has a retry policy. Status, headers and body come back as the app gave them.
/// </summary>
internal sealed class InvocationProxy
{
    private const int BuiltInRetries = 3;
    private const int FlushAt = 64 * 1024;

    private static readonly TimeSpan BuiltInDelay = TimeSpan.FromSeconds(1);

    private readonly AppRuntime _app;
    private readonly InvocationResolver _resolver;
    private readonly string _namespace;
    private readonly string _address;
    private readonly string _host = Environment.MachineName;
    private readonly string _forwarded;
    private readonly DirectHandler _handle;

    public InvocationProxy(AppRuntime app)
    {
        _app = app;
        _resolver = new InvocationResolver(app.Services.Registry);
        _namespace = app.Options.Namespace ?? "";
        _address = IPAddress.Loopback.ToString();
        _forwarded = $"for={_address};by={_address};host={_host}";
        _handle = HandleAsync;
    }

    /// <returns>The handler, when the call is a service invocation.</returns>
    public DirectHandler? Claim(HttpContext http, string target) =>
        InvocationTarget.Claims(target, http.Request.Headers.ContainsKey(InvocationHeaders.AppId)) ? _handle : null;

    private async Task HandleAsync(HttpContext http, string target)
    {
        var call = InvocationTarget.Parse(target, http.Request.Headers[InvocationHeaders.AppId].ToString())
            ?? throw new DaprApiException(StatusCodes.Status404NotFound, ErrorCodes.DirectInvoke, "the call names no app; use /v1.0/invoke/{app-id}/method/{method}");
        var callee = Callee(call.AppId);
        var body = ForwardedContent.From(http);
        HttpResponseMessage? response = null;
        var began = _app.Services.Time.GetTimestamp();
        try
        {
            response = _app.Resiliency.IsAppTargeted(callee.AppId)
                ? await SendByPolicyAsync(http, callee, call, body)
                : await SendAsync(http, callee, call, body);
        }
        catch (Exception) when (body?.ReadError is BadHttpRequestException refused)
        {
            throw refused;
        }
        catch (Exception e) when (e is AppUnreachableException or TimeoutException or CircuitOpenException && !http.RequestAborted.IsCancellationRequested)
        {
            throw InvocationResolver.Failure(call.AppId, e.Message, e);
        }
        catch (AppUnreachableException)
        {
            http.RequestAborted.ThrowIfCancellationRequested();
            throw;
        }
        finally
        {
            if (callee.IsApp)
            {
                _app.Invocations.Record(callee.AppId, (int?)response?.StatusCode, _app.Services.Time.GetElapsedTime(began));
            }
        }

        using (response)
        {
            await ReturnAsync(http, response);
        }
    }

    /// <summary>As in daprd a server that a resource names goes before an app of the same name.</summary>
    private InvocationCallee Callee(string name)
    {
        if (_app.HttpEndpoints.TryGet(name, out var endpoint))
        {
            return new InvocationCallee(name, endpoint, IsApp: false);
        }

        var app = _resolver.Resolve(name);
        return new InvocationCallee(app.AppId, app.Channel, IsApp: true);
    }

    /// <summary>No policy names the app: only a call of which nothing was sent yet is tried again.</summary>
    private async Task<HttpResponseMessage> SendAsync(HttpContext http, InvocationCallee callee, InvocationTarget call, ForwardedContent? body)
    {
        for (var retry = 0; ; retry++)
        {
            try
            {
                return await SendOnceAsync(http, callee, call, body, http.RequestAborted);
            }
            catch (AppUnreachableException) when (retry < BuiltInRetries && body is not { IsStarted: true, IsBuffered: false } && callee.Channel.HasApp)
            {
                await Task.Delay(BuiltInDelay, _app.Services.Time, http.RequestAborted);
            }
        }
    }

    private async Task<HttpResponseMessage> SendByPolicyAsync(HttpContext http, InvocationCallee callee, InvocationTarget call, ForwardedContent? body)
    {
        var pipeline = _app.Resiliency.ForApp(callee.AppId);
        if (pipeline.CanRetry && body is { HasLength: true })
        {
            await body.BufferAsync(http.RequestAborted);
        }

        return await pipeline.RunAsync(
            token => SendOnceAsync(http, callee, call, body, token),
            static response => (int)response.StatusCode,
            static response => response.Dispose(),
            mayRetry: body is null or { IsBuffered: true },
            http.RequestAborted);
    }

    private Task<HttpResponseMessage> SendOnceAsync(HttpContext http, InvocationCallee callee, InvocationTarget call, ForwardedContent? body, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Parse(http.Request.Method), (Uri?)null) { Content = body?.ForAttempt() };
        CopyRequestHeaders(http, request);
        var headers = request.Headers;
        headers.TryAddWithoutValidation(InvocationHeaders.CallerAppId, _app.AppId);
        headers.TryAddWithoutValidation(InvocationHeaders.CallerNamespace, _namespace);
        headers.TryAddWithoutValidation(InvocationHeaders.CalleeAppId, callee.AppId);
        headers.TryAddWithoutValidation(InvocationHeaders.ForwardedFor, _address);
        headers.TryAddWithoutValidation(InvocationHeaders.ForwardedHost, _host);
        headers.TryAddWithoutValidation(InvocationHeaders.Forwarded, _forwarded);
        if (callee.Channel.IsMultiplexed && TrailedAnswer.TakesTrailers(http.Request.Headers.TE.ToString()))
        {
            headers.TE.ParseAdd("trailers");
        }

        headers.TryAddWithoutValidation("traceparent", http.Response.Headers.TraceParent.ToString());
        return callee.Channel.SendAsync(request, call.PathAndQuery, cancellationToken);
    }

    private static void CopyRequestHeaders(HttpContext http, HttpRequestMessage request)
    {
        var named = ConnectionNames(http.Request.Headers.Connection.ToString());
        foreach (var (name, values) in http.Request.Headers)
        {
            if (!InvocationHeaders.IsForwarded(name) || (named is not null && named.Contains(name, StringComparer.OrdinalIgnoreCase)))
            {
                continue;
            }

            var added = values.Count == 1
                ? request.Headers.TryAddWithoutValidation(name, values[0])
                : request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            if (!added)
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }
    }

    private static string[]? ConnectionNames(string connection) =>
        connection.Length == 0 || connection.Equals("keep-alive", StringComparison.OrdinalIgnoreCase) || connection.Equals("close", StringComparison.OrdinalIgnoreCase)
            ? null
            : connection.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static async Task ReturnAsync(HttpContext http, HttpResponseMessage response)
    {
        var headers = http.Response.Headers;
        var trace = headers.TraceParent;
        http.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.NonValidated)
        {
            if (InvocationHeaders.IsReturned(name))
            {
                headers[name] = values.Count == 1 ? values.ToString() : values.ToArray();
            }
        }

        foreach (var (name, values) in response.Content.Headers.NonValidated)
        {
            headers[name] = values.Count == 1 ? values.ToString() : values.ToArray();
        }

        headers.TraceParent = trace;
        if (HttpMethods.IsHead(http.Request.Method) || response.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotModified)
        {
            return;
        }

        try
        {
            await (TrailedAnswer.IsWanted(http, response) ? TrailedAnswer.CopyAsync(response, http) : CopyBodyAsync(response, http));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            // The status is out already: breaking the connection is the only honest way to say that the answer is not whole.
            http.Abort();
        }
    }

    private static async Task CopyBodyAsync(HttpResponseMessage response, HttpContext http)
    {
        var streams = response.Content.Headers.ContentLength is null;
        var writer = http.Response.BodyWriter;
        await using var body = await response.Content.ReadAsStreamAsync(http.RequestAborted);
        var pending = 0;
        while (true)
        {
            var count = await body.ReadAsync(writer.GetMemory(), http.RequestAborted);
            if (count == 0)
            {
                return;
            }

            writer.Advance(count);
            pending += count;

            // An answer of unknown length may be a stream of events: each part goes on at once.
            if (streams || pending >= FlushAt)
            {
                await writer.FlushAsync(http.RequestAborted);
                pending = 0;
            }
        }
    }
}
