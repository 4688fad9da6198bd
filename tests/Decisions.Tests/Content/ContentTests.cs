using System.Text.Json;
using Personalization.Decisions.Content;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Definitions;
using Personalization.Decisions.Tests.Host;
using Personalization.Decisions.Tests.State;
using Personalization.Hosting.Deliveries;
using Personalization.Profiles.Contracts;

namespace Personalization.Decisions.Tests.Content;

/// <summary>R5.5: which piece, which variant, until when; and what is counted of it.</summary>
public sealed class ContentTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Show_Schedules_TellUntilWhenTheAnswerHolds()
    {
        var set = Set(
            """{"type":"banner","variants":[{"id":"morning","body":{},"ends_at":"2026-03-01T11:00:00Z"},{"id":"later","body":{},"starts_at":"2026-03-01T11:00:00Z","ends_at":"2026-03-01T15:00:00Z"}]}""",
            """{"type":"banner","starts_at":"2026-03-01T13:00:00Z","variants":[{"id":"soon","body":{}}]}""");

        var reply = set.Show(new ContentRequest { StoreId = "main", Limit = 10 }, Now);

        reply.Items.Select(item => item.Variant).ShouldBe(["later"]);
        reply.Until.ShouldBe(new DateTimeOffset(2026, 3, 1, 13, 0, 0, TimeSpan.Zero));
        set.Show(new ContentRequest { StoreId = "main", Limit = 10 }, Now.AddHours(2)).Items.Select(item => item.Variant).ShouldBe(["later", "soon"]);
    }

    [Fact]
    public void Show_Weights_AreKeptOverShoppersAndStickToEach()
    {
        var set = Set("""{"type":"banner","variants":[{"id":"a","body":{},"weight":3},{"id":"b","body":{},"weight":1},{"id":"never","body":{},"weight":0}]}""");
        string Variant(int shopper) => set.Show(new ContentRequest { StoreId = "main", Limit = 1, Subject = $"s{shopper}" }, Now).Items[0].Variant;

        var counts = Enumerable.Range(0, 4_000).CountBy(Variant).ToDictionary();

        counts["a"].ShouldBeInRange(2_880, 3_120);
        counts.ShouldNotContainKey("never");
        Enumerable.Range(0, 100).Select(Variant).ShouldBe(Enumerable.Range(0, 100).Select(Variant));
    }

    [Theory]
    [InlineData("""{"categories":{"tea":0.8}}""", "tea")]
    [InlineData("""{"categories":{}}""", "other")]
    public void Show_ConditionsOfVariants_LookAtTheShopper(string shopper, string variant)
    {
        var set = Set("""{"type":"banner","variants":[{"id":"tea","body":{},"when":{">":[{"var":"shopper.categories.tea"},0.5]}},{"id":"other","body":{},"when":{"!":{"var":"shopper.categories.tea"}}}]}""");

        set.Show(new ContentRequest { StoreId = "main", Limit = 1, Shopper = JsonDocument.Parse(shopper).RootElement }, Now).Items[0].Variant.ShouldBe(variant);
    }

    [Fact]
    public async Task Interactions_ThatCarryContent_CountOnceEach()
    {
        var (state, time) = (new InMemoryDecisionsState(), new ManualTime());
        await using var replica = await Replica.StartAsync(state, time);
        await replica.PutAsync("content", "c", """{"type":"banner","variants":[{"id":"a","body":{}}]}""");
        InteractionRecorded Event(string id, string type, string content) => new()
        {
            StoreId = "main", EventId = id, Type = type, ShopperKind = "u", ShopperId = "u1", SessionId = "s", Timestamp = time.Now, ReceivedAt = time.Now, ContentId = content,
        };
        Delivery Of(params InteractionRecorded[] events) => new()
        {
            Entries = [.. events.Select((recorded, i) => new DeliveryEntry($"{i}", JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement> { ["data"] = JsonSerializer.SerializeToElement(recorded, InteractionJson.Default.InteractionRecorded) })))],
        };

        await replica.Interactions.TakeAsync(Of(Event("1", "click", "c"), Event("2", "click", "c"), Event("3", "content_read", "c"), Event("4", "click", "nothing")), default);
        var again = await replica.Interactions.TakeAsync(Of(Event("2", "click", "c")), default);
        state.CommitsLeft = 0;
        var away = await replica.Interactions.TakeAsync(Of(Event("5", "click", "c")), default);

        (await replica.ContentResultsAsync("c")).ByType.ShouldBe(new Dictionary<string, long> { ["click"] = 2, ["content_read"] = 1 }, ignoreOrder: true);
        again.Statuses![0].Status.ShouldBe(DeliveryStatus.Success);
        away.Statuses![0].Status.ShouldBe(DeliveryStatus.Retry);
    }

    private static ContentSet Set(params string[] definitions) => new(definitions.Index().Select(definition =>
        ContentPiece.Read($"c{definition.Index}", 1, JsonSerializer.Deserialize(definition.Item, DecisionsJson.Default.ContentDefinition)!, new DefinitionFaults())!));
}
