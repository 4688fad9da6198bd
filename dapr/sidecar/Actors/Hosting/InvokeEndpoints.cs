using Microsoft.Extensions.Primitives;
using Personalization.Sidecar.Http;
using Personalization.Sidecar.Invocation;

namespace Personalization.Sidecar.Actors.Hosting;

/// <summary>Calls to actors over HTTP: bytes and headers pass through as they are.</summary>
internal sealed class InvokeEndpoints(ActorInvoker actors)
{
    private static readonly HashSet<string> NotForwarded = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding",
        "Upgrade", "Host", "Content-Length", "Expect", "Date", "Server", AppChannel.TokenHeader,
    };

    public void Map(ApiRoutes routes) => routes.Map("GET,POST,PUT,DELETE", "/v1.0/actors/{type}/{id}/method/{*method}", InvokeAsync);

    private async Task InvokeAsync(ApiContext context)
    {
        var key = ActorNames.Key(context);
        var method = ActorNames.Check("actor method", context.Route("method"));
        var call = new ActorCall(key, Uri.EscapeDataString(method), Headers(context), await context.ReadBodyAsync(), context.Header(ActorHost.ReentrancyHeader));
        await PassAsync(context, await actors.InvokeAsync(call, method, context.Aborted));
    }

    private static Task PassAsync(ApiContext context, AppResponse answer)
    {
        var response = context.Http.Response;
        response.StatusCode = StatusCodes.Status200OK;
        foreach (var (name, value) in answer.Headers)
        {
            if (!NotForwarded.Contains(name))
            {
                response.Headers[name] = value;
            }
        }

        response.ContentLength = answer.Body.Length;
        return response.Body.WriteAsync(answer.Body, context.Aborted).AsTask();
    }

    private static Dictionary<string, string> Headers(ApiContext context)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in context.Http.Request.Headers)
        {
            if (!NotForwarded.Contains(name) && !StringValues.IsNullOrEmpty(value))
            {
                headers[name] = value.ToString();
            }
        }

        // Where the sidecar tells of its own step, the actor goes on from that; else from the caller's.
        if (context.App.Spans is not null)
        {
            headers["traceparent"] = context.TraceParent;
        }

        return headers;
    }
}
