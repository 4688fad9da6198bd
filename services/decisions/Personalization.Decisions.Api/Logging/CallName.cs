namespace Personalization.Decisions.Api.Logging;

/// <param name="Store">The store.</param>
/// <param name="Id">The call's.</param>
internal sealed record CallName(string Store, string Id);
