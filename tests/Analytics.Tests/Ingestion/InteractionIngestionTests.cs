using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Analytics.Api.Ingestion;
using Personalization.Analytics.Api.Warehouse;
using Personalization.Analytics.Counts;
using Personalization.Analytics.Tests.Warehouse;
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
            [new("1", Event("a")), new("2", Json("""{"data":{"event_id":5}}""")), new("3", Json("[]")), new("4", Event("b"))],
            CancellationToken.None);

        answer.Statuses.Select(status => status.Status).ShouldBe(["SUCCESS", "DROP", "DROP", "SUCCESS"]);
        (await warehouse.CountAsync(new EventCountQuery { StoreId = "main" }, CancellationToken.None)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Take_WarehouseClosed_AsksForRedelivery()
    {
        using var closed = _fixture.Create();
        var ingestion = new InteractionIngestion(closed, NullLogger<InteractionIngestion>.Instance);

        var answer = await ingestion.TakeAsync([new("1", Event("a")), new("2", Json("{}"))], CancellationToken.None);

        answer.Statuses.Select(status => status.Status).ShouldBe(["RETRY", "DROP"]);
    }

    [Fact]
    public async Task Take_SingleEvent_IsKept()
    {
        var warehouse = await _fixture.OpenAsync();
        var ingestion = new InteractionIngestion(warehouse, NullLogger<InteractionIngestion>.Instance);

        var answer = await ingestion.TakeAsync(Event("a").GetProperty("data"), CancellationToken.None);

        answer.Status.ShouldBe("SUCCESS");
    }

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
