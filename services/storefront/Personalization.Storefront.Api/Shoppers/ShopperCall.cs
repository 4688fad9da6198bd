using Personalization.Abstractions.Identity;
using Personalization.Storefront.Api.Http;
using Personalization.Storefront.Requests;
using Personalization.Storefront.Searching;
using Personalization.Storefront.Shoppers;

namespace Personalization.Storefront.Api.Shoppers;

/// <summary>What every call on `/api/users/{id}` names: the shopper, and the version a read must not be older than.</summary>
internal readonly record struct ShopperCall(ShopperKey Shopper, string? MinVersion)
{
    /// <summary>Null when a fault was noted.</summary>
    public static ShopperCall? Read(HttpContext context, Faults faults)
    {
        var store = context.Store(faults);
        var id = context.PathId(faults);
        var query = new QueryFields(context.Request.Query, faults);
        var kind = ReadKind(query, faults);
        var minVersion = query.Text("min_version", SearchBody.MaxVersion);
        if (faults.Any || id is null)
        {
            return null;
        }

        context.RequireShopper(new ShopperName(kind, id), "id");
        return new ShopperCall(new ShopperKey(store, kind, id), minVersion);
    }

    /// <summary>The same for the form that names the shopper in its query.</summary>
    public static ShopperCall? ReadQuery(HttpContext context, Faults faults)
    {
        var store = context.Store(faults);
        var query = new QueryFields(context.Request.Query, faults);
        var shopper = ReadShopper(query, faults, optional: false);
        var minVersion = query.Text("min_version", SearchBody.MaxVersion);
        if (faults.Any || shopper is null)
        {
            return null;
        }

        context.RequireShopper(shopper.Value);
        return new ShopperCall(shopper.Value.In(store), minVersion);
    }

    /// <summary>The shopper that a query names by exactly one of the two ids.</summary>
    public static ShopperName? ReadShopper(QueryFields query, Faults faults, bool optional)
    {
        var user = query.Id(ShopperName.UserId);
        var anonymous = query.Id(ShopperName.AnonymousId);
        if (query.Has(ShopperName.UserId) && query.Has(ShopperName.AnonymousId))
        {
            faults.Add("", ShopperName.AnonymousId, "stands beside the other id; send exactly one of the two");
        }
        else if (!optional && !query.Has(ShopperName.UserId) && !query.Has(ShopperName.AnonymousId))
        {
            faults.Add("", ShopperName.UserId, "is missing, and so is the anonymous id; send exactly one of the two");
        }

        return ShopperName.Of(user, anonymous);
    }

    private static ShopperKind ReadKind(QueryFields query, Faults faults)
    {
        var text = query.Text("as");
        if (text is null or "anonymous")
        {
            return text is null ? ShopperKind.Known : ShopperKind.Anonymous;
        }

        faults.Add("", "as", "is not known; send 'anonymous', or leave it out for a signed-in shopper");
        return ShopperKind.Known;
    }
}
