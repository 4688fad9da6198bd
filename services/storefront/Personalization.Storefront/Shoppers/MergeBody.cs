using System.Text.Json;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Shoppers;

/// <summary>The body of `POST /api/users/{id}/merge`.</summary>
public static class MergeBody
{
    private const int FromUser = 0, FromAnonymous = 1;

    private static readonly FieldNames Names = new("from_user_id", "from_anonymous_id");

    /// <summary>The shopper whose history is carried over; null when a fault was noted.</summary>
    public static ShopperName? Read(JsonElement body, Faults faults)
    {
        if (!JsonText.Check(body, "", faults) || JsonFields.Open(body, Names, "", faults) is not { } fields)
        {
            return null;
        }

        var from = ShopperName.Read(fields, FromUser, FromAnonymous);
        return faults.Any ? null : from;
    }
}
