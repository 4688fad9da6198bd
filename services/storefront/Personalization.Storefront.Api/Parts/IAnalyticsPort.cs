namespace Personalization.Storefront.Api.Parts;

/// <summary>Reaches the analytics service.</summary>
internal interface IAnalyticsPort
{
    /// <summary>The JSON of `internal/events` for these query parameters.</summary>
    /// <exception cref="PartAwayException">No answer.</exception>
    Task<byte[]> GetEventsAsync(IReadOnlyDictionary<string, string> query, CancellationToken cancellationToken);
}
