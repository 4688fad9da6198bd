namespace Personalization.Storefront.Api.Http;

/// <summary>Mints ids: the one edge of this service where they come into being. Ordered by time, which stores and logs like.</summary>
internal sealed class Ids(TimeProvider time)
{
    public string Next() => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
}
