using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Primitives;
using Personalization.Abstractions.Identity;
using Personalization.Hosting.Access;
using Personalization.Storefront.Api.Http;
using Personalization.Storefront.Requests;
using Personalization.Storefront.Shoppers;

namespace Personalization.Storefront.Api.Live;

/// <summary>`/hubs/live`: a page says whom it shows, and is told `preferencesChanged {version}` within milliseconds of each commit.</summary>
internal sealed class LiveHub(LiveConnections connections) : Hub
{
    private const string StoreField = "store_id";

    public override Task OnConnectedAsync()
    {
        // A socket is asked for its token once and then lives on: it ends with it, and the page comes again with a new one.
        var context = Context;
        if (!connections.TryAdd(context.ConnectionId, context.GetHttpContext()?.Caller()?.Expires, context.Abort))
        {
            context.Abort();
        }

        ListenAsNamed();
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        connections.Remove(Context.ConnectionId);
        return Task.CompletedTask;
    }

    /// <summary>Listens to one shopper instead of whomever it was before.</summary>
    /// <exception cref="HubException">Names the field, why it is refused, and what would be right.</exception>
    public void Subscribe(LiveSubscription subscription)
    {
        var shopper = Read(subscription);
        if (!connections.TryListen(Context.ConnectionId, shopper.ActorId))
        {
            throw new HubException("Too many connections listen to this shopper; close one of them, or ask for the preferences from time to time.");
        }
    }

    /// <summary>The address may name whom to listen to, as the query of a read does; a name that is refused ends the connection, which says why.</summary>
    private void ListenAsNamed()
    {
        if (Context.GetHttpContext()?.Request is not { } request
            || !(request.Query.ContainsKey(ShopperName.UserId) || request.Query.ContainsKey(ShopperName.AnonymousId)))
        {
            return;
        }

        try
        {
            Subscribe(new LiveSubscription
            {
                UserId = Once(ShopperName.UserId, request.Query[ShopperName.UserId]),
                AnonymousId = Once(ShopperName.AnonymousId, request.Query[ShopperName.AnonymousId]),
                StoreId = Once(StoreField, request.Query[StoreField]) ?? Once(CallHeaders.StoreHeader, request.Headers[CallHeaders.StoreHeader]),
            });
        }
        catch (HubException)
        {
            connections.Remove(Context.ConnectionId);
            throw;
        }
    }

    private static string? Once(string field, StringValues values) =>
        values.Count <= 1 ? values : throw new HubException($"{field} stands there {values.Count} times; send it once.");

    private ShopperKey Read(LiveSubscription subscription)
    {
        if (!StoreId.TryParse(subscription.StoreId, out var store))
        {
            throw new HubException("store_id is no store id; send 1-64 characters of a-z, 0-9 and '-', or leave it out.");
        }

        if (subscription.UserId is null == subscription.AnonymousId is null)
        {
            throw new HubException("user_id and anonymous_id: send exactly one of the two.");
        }

        var field = subscription.UserId is null ? ShopperName.AnonymousId : ShopperName.UserId;
        var id = subscription.UserId ?? subscription.AnonymousId!;
        if (IdText.Fault(id) is { } fault)
        {
            throw new HubException($"{field} {fault}.");
        }

        var kind = subscription.UserId is null ? ShopperKind.Anonymous : ShopperKind.Known;
        Require(field, kind, id, subscription.StoreId is null ? null : store);
        return new ShopperKey(Context.GetHttpContext()?.Caller()?.Store ?? store, kind, id);
    }

    /// <summary>A token keeps to its store, and a shopper's token to its shopper.</summary>
    private void Require(string field, ShopperKind kind, string id, StoreId? store)
    {
        var http = Context.GetHttpContext() ?? throw new HubException("The connection has no request to tell who calls.");
        if (http.FaultOf(kind, id, field) is { } problem)
        {
            throw new HubException($"{field} {problem.Errors[field][0]}.");
        }

        if (store is { } named && http.Caller() is { } caller && caller.Store != named)
        {
            throw new HubException($"store_id is another store than the token's; send '{caller.Store}', or leave it out.");
        }
    }
}
