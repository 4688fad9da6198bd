namespace Personalization.Storefront.Api.Live;

/// <summary>Whose changes a connection wants to hear: exactly one of the two ids, as everywhere in the public contract.</summary>
internal sealed record LiveSubscription
{
    public string? UserId { get; init; }

    public string? AnonymousId { get; init; }

    /// <summary>`main` when it is left out. A browser cannot send `X-Store-Id` with a WebSocket.</summary>
    public string? StoreId { get; init; }
}
