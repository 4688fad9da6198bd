using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Interactions;

/// <summary>Ids of events that have none of their own, from the key under which their request can be repeated.</summary>
public static class EventIds
{
    /// <summary>The id of event <paramref name="index"/> in a batch with an idempotency key: the same in every repeat of it.</summary>
    public static string InBatch(string idempotencyKey, int index)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{idempotencyKey}#{index}");
        return IdText.Fault(id) is null ? id : string.Create(CultureInfo.InvariantCulture, $"{Hash(idempotencyKey)}#{index}");
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
