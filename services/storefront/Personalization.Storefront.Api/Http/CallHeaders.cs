using Personalization.Abstractions.Identity;
using Personalization.Hosting.Access;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Api.Http;

/// <summary>The headers of the public contract.</summary>
internal static class CallHeaders
{
    public const string StoreHeader = "X-Store-Id";
    private const string IdempotencyHeader = "Idempotency-Key";

    /// <summary>The store of the call; without the header that of the token, or `main`. Another than the token's never comes this far.</summary>
    public static StoreId Store(this HttpContext context, Faults faults)
    {
        if (context.Caller() is { } caller)
        {
            return caller.Store;
        }

        var values = context.Request.Headers[StoreHeader];
        if (values.Count > 1 || !StoreId.TryParse(values, out var store) || (values.Count == 1 && string.IsNullOrEmpty(values[0])))
        {
            faults.Add("", StoreHeader, "is no store id; send 1-64 characters of a-z, 0-9 and '-', once");
            return StoreId.Main;
        }

        return store;
    }

    /// <summary>The caller's key of this one effect; null without.</summary>
    public static string? IdempotencyKey(this HttpContext context, Faults faults)
    {
        var values = context.Request.Headers[IdempotencyHeader];
        if (values.Count == 0)
        {
            return null;
        }

        var fault = values.Count > 1 ? "is given twice; send it once" : IdText.Fault(values[0] ?? "");
        if (fault is not null)
        {
            faults.Add("", IdempotencyHeader, fault);
        }

        return fault is null ? values[0] : null;
    }
}
