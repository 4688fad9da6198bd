using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Analytics.Api.Ingestion;
using Personalization.Analytics.Api.Warehouse;
using Personalization.Analytics.Counts;
using Personalization.Analytics.Tests.Warehouse;
using Personalization.Hosting.Deliveries;
using Personalization.Profiles.Contracts;

namespace Personalization.Analytics.Tests.Ingestion;

public sealed class InteractionIngestionTests : IAsyncDisposable
{
    private readonly WarehouseFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Take_GoodAndUnreadableEntries_KeepsTheGoodAndDropsTheOther()
    {
        var warehouse = await _fixture.OpenAsync();
        var ingestion = new InteractionIngestion(warehouse, NullLogger<InteractionIngestion>.Instance);

        var answer = await ingestion.TakeAsync(
            Entries(Event("a"), Json("""{"data":{"event_id":5}}"""), Json("[]"), Event("b")),
            CancellationToken.None);

        answer.Statuses!.Select(status => status.Status).ShouldBe(["SUCCESS", "DROP", "DROP", "SUCCESS"]);
        (await warehouse.CountAsync(new EventCountQuery { StoreId = "main" }, CancellationToken.None)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Take_WarehouseClosed_AsksForRedelivery()
    {
        using var closed = _fixture.Create();
        var ingestion = new InteractionIngestion(closed, NullLogger<InteractionIngestion>.Instance);

        var answer = await ingestion.TakeAsync(Entries(Event("a"), Json("{}")), CancellationToken.None);

        answer.Statuses!.Select(status => status.Status).ShouldBe(["RETRY", "DROP"]);
    }

    [Fact]
    public async Task Take_SingleEvent_IsKept()
    {
        var warehouse = await _fixture.OpenAsync();
        var ingestion = new InteractionIngestion(warehouse, NullLogger<InteractionIngestion>.Instance);

        var answer = await ingestion.TakeAsync(new Delivery { Data = Event("a").GetProperty("data") }, CancellationToken.None);

        answer.Status.ShouldBe("SUCCESS");
    }

    [Theory]
    [InlineData("""{"event_id":null}""")]
    [InlineData("""{"shopper_id":null}""")]
    [InlineData("""{"product":{"id":"p","categories":null}}""")]
    [InlineData("""{"search_query":"\ud800"}""")]
    public async Task Take_EventThatCanNeverBeKept_IsDroppedAndItsNeighboursAreKept(string spoiled)
    {
        var warehouse = await _fixture.OpenAsync();
        var ingestion = new InteractionIngestion(warehouse, NullLogger<InteractionIngestion>.Instance);
        var data = Event("poison").GetProperty("data").GetRawText()[..^1] + "," + spoiled[1..];

        var answer = await ingestion.TakeAsync(Entries(Event("a"), Json($$"""{"data":{{data}}}"""), Event("b")), CancellationToken.None);

        answer.Statuses!.Select(status => status.Status).ShouldBe(["SUCCESS", "DROP", "SUCCESS"]);
        (await warehouse.CountAsync(new EventCountQuery { StoreId = "main" }, CancellationToken.None)).Count.ShouldBe(2);
    }

    private static Delivery Entries(params JsonElement[] events) => new() { Entries = [.. events.Select((entry, i) => new DeliveryEntry($"{i}", entry))] };

    private static JsonElement Event(string id) => Json($$"""
        {"id":"ce-{{id}}","specversion":"1.0","data":{{JsonSerializer.Serialize(
            new InteractionRecorded
            {
                StoreId = "main",
                EventId = id,
                Type = "click",
                ShopperKind = "u",
                ShopperId = "s",
                SessionId = "x",
                Timestamp = Rows.Day,
                ReceivedAt = Rows.Day,
            },
            ProfilesJson.Default.InteractionRecorded)}}}
        """);

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
