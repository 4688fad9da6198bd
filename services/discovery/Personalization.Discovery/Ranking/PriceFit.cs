using Personalization.Discovery.Contracts;
using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Ranking;

internal static class PriceFit
{
    /// <summary>0, or below 0 for a price beyond what the shopper usually pays, in the same currency.</summary>
    public static double Misfit(Product product, PriceBand? usual, double weight)
    {
        if (usual is not { High: > 0 } || product.Price is not { } price || price <= usual.High || !string.Equals(product.Currency, usual.Currency, StringComparison.OrdinalIgnoreCase))
        {
            return 0;
        }

        return -weight * Math.Min(Math.Log((double)(price / usual.High)), 1);
    }
}
