namespace Personalization.Profiles.Api.Shoppers;

/// <param name="Committed">False: the store is still away.</param>
/// <param name="MovedTo">The shopper was merged: the entries belong there.</param>
public sealed record ReplayReply(bool Committed, string? MovedTo = null);
