using Personalization.Discovery.Api.Search;
using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Tests.Host;

/// <summary>Answers with what it is given; null: profiles is away.</summary>
internal sealed class StubShopperContexts : IShopperContexts
{
    public ShopperContext? Shopper { get; set; }

    public Task<ShopperContext?> FindAsync(string actorId, string? minVersion, bool orders, CancellationToken cancellationToken) => Task.FromResult(Shopper);
}
