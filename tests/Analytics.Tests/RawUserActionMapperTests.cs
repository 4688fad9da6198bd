using System.Text.Json;
using Personalization.Analytics.RawActions;
using Personalization.Analytics.Tests.Warehouse;
using Personalization.Profiles.Contracts;

namespace Personalization.Analytics.Tests;

public sealed class RawUserActionMapperTests
{
    [Fact]
    public void ToRow_FullEvent_FillsEveryColumn()
    {
        var row = RawUserActionMapper.ToRow(new InteractionRecorded
        {
            StoreId = "main",
            EventId = "e",
            Type = "purchase",
            Kind = "purchase.first_time",
            Strength = .8,
            ShopperKind = "a",
            ShopperId = "s",
            SessionId = "x",
            Timestamp = Rows.Day,
            ReceivedAt = Rows.Day.AddSeconds(1),
            ProductId = "p",
            Product = new ProductFacts { Id = "p", Brand = "Oatly", Categories = ["plant milk", "milk"], Attributes = ["vegan"], Price = 1.5m, Currency = "EUR" },
            SearchQuery = "milk",
            ResultsShown = ["p", "q"],
            ResultPosition = 0,
            Context = JsonDocument.Parse("""{"device":"phone"}""").RootElement,
            Raw = JsonDocument.Parse("""{"type":"purchase"}""").RootElement,
        });

        row.ProductCategory.ShouldBe("plant milk");
        row.ProductAttributes.ShouldBe("""{"brand":"Oatly","categories":["plant milk","milk"],"attributes":["vegan"],"price":1.5,"currency":"EUR"}""");
        row.SearchResultsShown.ShouldBe("""["p","q"]""");
        row.InteractionContext.ShouldBe("""{"device":"phone"}""");
        row.RawEventData.ShouldBe("""{"type":"purchase"}""");
        row.InteractionStrength.ShouldBe(.8);
        row.ShopperKind.ShouldBe("a");
    }

    [Fact]
    public void ToRow_BareEvent_HasValidJsonInEveryJsonColumn()
    {
        var row = RawUserActionMapper.ToRow(new InteractionRecorded
        {
            StoreId = "main", EventId = "e", Type = "search", ShopperKind = "u", ShopperId = "s", SessionId = "x", Timestamp = Rows.Day, ReceivedAt = Rows.Day,
        });

        foreach (var json in new[] { row.ProductAttributes, row.InteractionContext, row.SearchResultsShown, row.RawEventData })
        {
            Should.NotThrow(() => JsonDocument.Parse(json));
        }
    }
}
