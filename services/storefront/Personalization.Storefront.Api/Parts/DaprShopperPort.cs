using System.Security.Authentication;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dapr;
using Dapr.Actors;
using Dapr.Actors.Client;
using Dapr.Client;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.Naming;
using Personalization.Profiles.Contracts;
using Personalization.Storefront.Api.Options;

namespace Personalization.Storefront.Api.Parts;

/// <summary>Shoppers through the sidecar: actor calls as JSON, the merge by service invocation.</summary>
internal sealed class DaprShopperPort(IOptions<BudgetOptions> budgets) : IShopperPort
{
    private readonly ActorProxyFactory _proxies = new(new ActorProxyOptions
    {
        JsonSerializerOptions = new JsonSerializerOptions(ProfilesJson.Default.Options)
        {
            // Letters stay as they are: escaped, a large event that is not in English no longer fits into what a sidecar takes.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = ProfilesJson.Default,
        },
        UseJsonSerialization = true,
        RequestTimeout = budgets.Value.Call,
    });

    private readonly InvokedService _profiles = new(AppIds.Profiles, budgets.Value.Call);

    public async Task<TReply> InvokeAsync<TRequest, TReply>(string actorId, string method, TRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await _proxies.Create(new ActorId(actorId), ShopperActorType.Name)
                .InvokeMethodAsync<TRequest, TReply>(method, request, cancellationToken);
        }
        catch (Exception exception) when (IsAway(exception, cancellationToken))
        {
            throw new PartAwayException(AppIds.Profiles, exception);
        }
    }

    public Task<MergeReply> MergeAsync(MergeRequest request, CancellationToken cancellationToken) =>
        _profiles.PostAsync(ProfilesRoutes.Merge, request, ProfilesJson.Default.MergeRequest, ProfilesJson.Default.MergeReply, cancellationToken);

    public Task AskAsync(CancellationToken cancellationToken) => _profiles.GetBytesAsync("healthz", cancellationToken);

    /// <summary>What the SDK throws when the sidecar, the host or the answer is not there; a caller that gave up is none of it.</summary>
    private static bool IsAway(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        HttpRequestException or DaprException or ActorMethodInvocationException or IOException or JsonException or AuthenticationException => true,
        _ => false,
    };
}
