using System.Text.Json;
using Personalization.Profiles.Contracts;
using Personalization.Storefront.Decisions;

namespace Storefront.Tests.Decisions;

/// <summary>R5.3: what conditions of rules know of a shopper.</summary>
public sealed class FactSheetTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private static readonly ShopperContext Known = new()
    {
        Events = 7,
        Dietary = ["vegan"],
        Recent = [new RecentView("p2", "view_details", Now), new RecentView("p1", "view_details", Now), new RecentView("p2", "click", Now)],
        Reorder = [new ReorderDue("p3", Now, 30)],
        PriceBand = new PriceBand("EUR", 1.5m, 3, 9),
        UpdatedAt = Now,
    };

    [Fact]
    public void Write_KnownShopper_SaysWhatWasViewedIsDueAndIsPaid()
    {
        var shopper = Shopper(Known);

        shopper.GetProperty("known").GetBoolean().ShouldBeTrue();
        shopper.GetProperty("recent").EnumerateArray().Select(id => id.GetString()).ShouldBe(["p2", "p1"]);
        shopper.GetProperty("reorder").EnumerateArray().Select(id => id.GetString()).ShouldBe(["p3"]);
        shopper.GetProperty("price_band").GetProperty("typical").GetDecimal().ShouldBe(3);
        shopper.GetProperty("last_seen").GetString().ShouldBe("2026-01-31");
    }

    [Fact]
    public void Write_ShopperWhoSwitchedPersonalizationOff_IsAsUnknownAsAGuest()
    {
        var off = Shopper(Known with { Switches = new PersonalizationSwitches { Enabled = false } });

        off.GetRawText().ShouldBe(Shopper(null).GetRawText());
        off.GetProperty("recent").GetArrayLength().ShouldBe(0);
        off.TryGetProperty("last_seen", out _).ShouldBeFalse();
    }

    private static JsonElement Shopper(ShopperContext? shopper) => FactSheet.Write(null, [], new Dictionary<string, JsonElement>(), _ => null, shopper).Shopper!.Value;
}
