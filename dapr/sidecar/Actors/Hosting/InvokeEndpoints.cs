using Microsoft.Extensions.Primitives;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Http;
using Personalization.Sidecar.Invocation;

namespace Personalization.Sidecar.Actors.Hosting;

/// <summary>Calls to actors: bytes and headers pass through as they are.</summary>
internal sealed class InvokeEndpoints
{
    /// <summary>Marks an exception of the .NET remoting protocol, which the caller's SDK unpacks.</summary>
    private const string ErrorHeader = "X-Daprerrorresponseheader";

    private static readonly HashSet<string> NotForwarded = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding",
        "Upgrade", "Host", "Content-Length", "Expect", "Date", "Server", AppChannel.TokenHeader,
    };

    public void Map(ApiRoutes routes) => routes.Map("GET,POST,PUT,DELETE", "/v1.0/actors/{type}/{id}/method/{*method}", InvokeAsync);

    private static async Task InvokeAsync(ApiContext context)
    {
        var key = ActorNames.Key(context);
        var method = ActorNames.Check("actor method", context.Route("method"));
        var call = new ActorCall(key, Uri.EscapeDataString(method), Headers(context), await context.ReadBodyAsync(), context.Header(ActorHost.ReentrancyHeader));
        var answer = await CallAsync(context, call);
        if (answer.Status == StatusCodes.Status200OK || answer.Headers.ContainsKey(ErrorHeader))
        {
            await PassAsync(context, answer);
            return;
        }

        throw answer.Status == StatusCodes.Status404NotFound
            ? new DaprApiException(StatusCodes.Status404NotFound, ActorErrorCodes.Invoke, $"error invoke actor method: method not found: {method}")
            : Failed($"error from actor service: ({answer.Status}) {System.Text.Encoding.UTF8.GetString(answer.Body.Span)}");
    }

    private static async Task<AppResponse> CallAsync(ApiContext context, ActorCall call)
    {
        var resiliency = context.App.Resiliency;
        var policies = resiliency.ForActor(call.Key.Type, call.Key.Id);
        // What Dapr builds in is for broken connections only; a policy of the operator's counts bad answers too.
        Func<AppResponse, int>? status = resiliency.IsActorTargeted(call.Key.Type) ? answer => answer.Status : null;
        try
        {
            return await policies.RunAsync(
                token =>
                {
                    var host = ActorPlacement.Find(context.App.Services.Registry, call.Key)
                        ?? throw new ActorNotHostedException(call.Key.Type);
                    return host.CallAsync(call, token);
                },
                status,
                cancellationToken: context.Aborted);
        }
        catch (TurnDepthException exception)
        {
            throw new DaprApiException(StatusCodes.Status500InternalServerError, ActorErrorCodes.StackDepth, exception.Message, exception);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw Failed(exception.Message, exception);
        }
    }

    private static DaprApiException Failed(string reason, Exception? inner = null) => new(
        StatusCodes.Status500InternalServerError, ActorErrorCodes.Invoke, $"error invoke actor method: {reason}", inner);

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

        return headers;
    }
}
