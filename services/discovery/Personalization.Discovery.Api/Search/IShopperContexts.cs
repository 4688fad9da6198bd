using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Api.Search;

/// <summary>Asks for a shopper where the caller did not bring one.</summary>
internal interface IShopperContexts
{
    /// <summary>The shopper, or null when the answer did not come within the budget.</summary>
    Task<ShopperContext?> FindAsync(string actorId, string? minVersion, bool orders, CancellationToken cancellationToken);
}
