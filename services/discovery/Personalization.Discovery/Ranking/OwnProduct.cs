using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Ranking;

/// <param name="Affinity">The shopper's own history with the product.</param>
/// <param name="Lift">What it adds, in nats.</param>
/// <param name="Due">True when it is due again by the shopper's rhythm.</param>
internal sealed record OwnProduct(ProductAffinity Affinity, double Lift, bool Due);
