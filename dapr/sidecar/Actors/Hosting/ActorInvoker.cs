using System.Text;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Invocation;

namespace Personalization.Sidecar.Actors.Hosting;

/// <summary>Calls to actors, over any face: to where the actor lives, under the resiliency policies of its type.</summary>
internal sealed class ActorInvoker(AppRuntime app)
{
    /// <summary>Marks an exception of the .NET remoting protocol, which the caller's SDK unpacks.</summary>
    public const string ErrorHeader = "X-Daprerrorresponseheader";

    /// <returns>The actor's answer: 200, or an exception for the caller's SDK.</returns>
    /// <exception cref="DaprApiException">The actor answered something else, or could not be reached.</exception>
    public async Task<AppResponse> InvokeAsync(ActorCall call, string method, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(call, cancellationToken);
        if (answer.Status == StatusCodes.Status200OK || answer.Headers.ContainsKey(ErrorHeader))
        {
            return answer;
        }

        throw answer.Status == StatusCodes.Status404NotFound
            ? new DaprApiException(StatusCodes.Status404NotFound, ActorErrorCodes.Invoke, $"error invoke actor method: method not found: {method}")
            : Failed($"error from actor service: ({answer.Status}) {Encoding.UTF8.GetString(answer.Body.Span)}");
    }

    private async Task<AppResponse> CallAsync(ActorCall call, CancellationToken cancellationToken)
    {
        var policies = app.Resiliency.ForActor(call.Key.Type, call.Key.Id);
        // What Dapr builds in is for broken connections only; a policy of the operator's counts bad answers too.
        Func<AppResponse, int>? status = app.Resiliency.IsActorTargeted(call.Key.Type) ? answer => answer.Status : null;
        try
        {
            return await policies.RunAsync(
                token =>
                {
                    var host = ActorPlacement.Find(app.Services.Registry, call.Key)
                        ?? throw new ActorNotHostedException(call.Key.Type);
                    return host.CallAsync(call, token);
                },
                status,
                cancellationToken: cancellationToken);
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
}
