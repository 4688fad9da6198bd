namespace Personalization.Discovery.Api.Popularity;

/// <param name="EntryId">The entry of the delivery.</param>
/// <param name="Status">`SUCCESS`, `RETRY` or `DROP`.</param>
internal sealed record DeliveryStatus(string EntryId, string Status)
{
    public const string Success = "SUCCESS";
    public const string Retry = "RETRY";
    public const string Drop = "DROP";
}
