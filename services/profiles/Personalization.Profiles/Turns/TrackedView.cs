using System.Text.Json;
using System.Text.Json.Nodes;
using Personalization.Profiles.Carts;
using Personalization.Profiles.Codec;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.Learning;
using Personalization.Profiles.Sessions;
using Personalization.Profiles.State;

namespace Personalization.Profiles.Turns;

/// <summary>Everything held about a shopper, readable, by state key.</summary>
public static class TrackedView
{
    public static JsonElement Of(ShopperState state, DateTimeOffset now, LearningOptions options)
    {
        var factor = state.Scale?.ReadFactor(now.ToUnixTimeMilliseconds()) ?? 0;
        var held = new JsonObject
        {
            [StateKeys.Preferences] = new JsonObject
            {
                ["categories"] = Names(state, FeatureKind.Category, factor),
                ["attributes"] = Names(state, FeatureKind.Attribute, factor),
                ["brands"] = Names(state, FeatureKind.Brand, factor),
                ["events"] = state.Events,
                ["updated_at"] = Time(state.UpdatedAt),
            },
            [StateKeys.Products] = new JsonObject
            {
                ["scores"] = new JsonArray([.. state.Products.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => new JsonObject { ["product_id"] = p.Key, ["score"] = Math.Round(p.Value.Sum * factor, 5), ["last_at"] = Time(p.Value.LastAt) })]),
                ["recent"] = new JsonArray([.. state.Recent.Select(touch => new JsonObject { ["product_id"] = touch.ProductId, ["type"] = touch.Type, ["at"] = Time(touch.At) })]),
            },
            [StateKeys.Orders] = new JsonArray([.. state.Orders.ByProduct
                .SelectMany(entry => entry.Value.Select(line => (entry.Key, Line: line)))
                .OrderBy(entry => entry.Line.At)
                .Select(entry => new JsonObject { ["product_id"] = entry.Key, ["at"] = Time(entry.Line.At), ["quantity"] = entry.Line.Quantity, ["unit_price"] = entry.Line.UnitPrice == 0 ? null : entry.Line.UnitPrice, ["currency"] = entry.Line.Currency, ["subscription"] = entry.Line.Subscription })]),
            [StateKeys.Traces] = new JsonObject
            {
                ["times_on_page"] = new JsonArray([.. state.Dwells.SelectMany(entry => entry.Value.SelectMany(view => view.Marks).Select(mark => new JsonObject { ["product_id"] = entry.Key, ["at"] = Time(mark.At), ["seconds"] = mark.Seconds }))]),
                ["viewed_not_bought"] = new JsonArray([.. state.Candidates.SelectMany(entry => entry.Value.Views.Select(view => new JsonObject { ["product_id"] = entry.Key, ["at"] = Time(view.From) }))]),
            },
            [StateKeys.Lists] = new JsonObject { ["remembered_lists"] = state.Lists.Count },
            [StateKeys.Sessions] = new JsonArray([.. state.Sessions.Select(session => new JsonObject
            {
                ["session_id"] = session.Id,
                ["started_at"] = Time(session.StartedAt),
                ["last_at"] = Time(session.LastAt),
                ["events"] = session.Events,
                ["status"] = SessionLedger.StatusAt(session, now.ToUnixTimeMilliseconds(), options),
            })]),
            [StateKeys.Cart] = JsonSerializer.SerializeToNode(CartRules.View(state.Cart, now.ToUnixTimeMilliseconds(), options), ProfilesJson.Default.CartView),
            [StateKeys.Switches] = JsonSerializer.SerializeToNode(state.Switches, ProfilesJson.Default.PersonalizationSwitches),
            [StateKeys.Merges] = new JsonObject { ["merged_from"] = state.Merges.Absorbed.Count },
            [StateKeys.Keys] = new JsonObject { ["idempotency_keys_as_hashes"] = state.Keys.Length },
            ["seen"] = new JsonObject { ["event_ids_as_hashes"] = state.Seen.InOrder().Count() },
        };
        using var document = JsonDocument.Parse(held.ToJsonString());
        return document.RootElement.Clone();
    }

    private static JsonArray Names(ShopperState state, FeatureKind kind, double factor) => new([.. state.Of(kind)
        .OrderByDescending(entry => Math.Abs(entry.Value.Sum))
        .ThenBy(entry => entry.Key, StringComparer.Ordinal)
        .Select(entry => new JsonObject { ["name"] = entry.Key, ["score"] = Math.Round(entry.Value.Sum * factor, 5), ["evidence"] = entry.Value.Evidence })]);

    private static string? Time(long at) => at == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(at).ToString("yyyy-MM-ddTHH:mm:ss.fffZ");
}
