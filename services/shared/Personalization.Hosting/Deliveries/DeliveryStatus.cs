namespace Personalization.Hosting.Deliveries;

/// <param name="EntryId">The entry of the delivery.</param>
/// <param name="Status">`SUCCESS` after the commit, `RETRY` when it cannot be now, `DROP` when it never can.</param>
public sealed record DeliveryStatus(string EntryId, string Status)
{
    public const string Success = "SUCCESS";
    public const string Retry = "RETRY";
    public const string Drop = "DROP";
}
