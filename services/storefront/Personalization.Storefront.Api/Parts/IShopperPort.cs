using Personalization.Profiles.Contracts;

namespace Personalization.Storefront.Api.Parts;

/// <summary>Reaches the shoppers' actors and the profiles service.</summary>
internal interface IShopperPort
{
    /// <summary>One turn of the shopper actor (<see cref="ShopperActorMethods"/>).</summary>
    /// <exception cref="PartAwayException">No answer.</exception>
    Task<TReply> InvokeAsync<TRequest, TReply>(string actorId, string method, TRequest request, CancellationToken cancellationToken);

    /// <exception cref="PartAwayException">No answer.</exception>
    Task<MergeReply> MergeAsync(MergeRequest request, CancellationToken cancellationToken);

    /// <summary>Returns when the service gave a sign of life, whatever its shoppers wait for.</summary>
    /// <exception cref="PartAwayException">It gave none.</exception>
    Task AskAsync(CancellationToken cancellationToken);
}
