using System.Text.Json;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Tests.State;

namespace Personalization.Decisions.Tests.Host;

/// <summary>R5.3: rules are edited as data: versioned, guarded, diffable.</summary>
public sealed class DefinitionStoreTests
{
    private const string Exclude = """{"effect":"exclude","items":["a"]}""", Other = """{"effect":"exclude","items":["a","b"],"name":"both"}""";

    private readonly InMemoryDecisionsState _state = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Change_VersionsGoOnAndTellWhatChanged()
    {
        await using var replica = await Replica.StartAsync(_state, _time);

        (await replica.PutAsync("rules", "r", Exclude)).Current!.Version.ShouldBe(1);
        (await replica.PutAsync("rules", "r", Other, expected: 1)).Current!.Version.ShouldBe(2);
        (await replica.Definitions.ChangeAsync(new DefinitionChange { StoreId = "main", Kind = "rules", Id = "r", Expected = 2, By = "editor" }, default)).Current!.Deleted.ShouldBe(true);
        (await replica.PutAsync("rules", "r", Exclude, expected: 0)).Current!.Version.ShouldBe(4);

        var history = await replica.Definitions.HistoryAsync(new DefinitionQuery { StoreId = "main", Kind = "rules", Id = "r" }, default);
        history!.Items.Select(version => version.Version).ShouldBe([4, 3, 2, 1]);
        history.Items[2].Changes!.Select(change => $"{change.Path} {change.Before} {change.After}").ShouldBe(["items [\"a\"] [\"a\",\"b\"]", "name  both"]);
        history.Items[1].Deleted.ShouldBe(true);
        (await replica.Definitions.FindAsync(new DefinitionQuery { StoreId = "main", Kind = "rules", Id = "r", Version = 2 }, default))!.Definition!.Value.GetProperty("name").GetString().ShouldBe("both");
        (await replica.Definitions.HistoryAsync(new DefinitionQuery { StoreId = "main", Kind = "rules" }, default))!.Items.Count.ShouldBe(4);
        (await replica.Definitions.ListAsync(new DefinitionQuery { StoreId = "main", Kind = "rules" }, default)).Version.ShouldBe(4);
    }

    [Fact]
    public async Task Change_AnotherVersionStands_ChangesNothing()
    {
        await using var replica = await Replica.StartAsync(_state, _time);
        await replica.PutAsync("rules", "r", Exclude);

        (await replica.PutAsync("rules", "r", Other, expected: 7)).Conflict.ShouldBeTrue();
        (await replica.PutAsync("rules", "r", Other)).Conflict.ShouldBeTrue("it is there, and no version was named");
        (await replica.PutAsync("rules", "new", Other, expected: 3)).Conflict.ShouldBeTrue();
        (await replica.PutAsync("rules", "r", Exclude, expected: 7)).ShouldSatisfyAllConditions(again => again.Conflict.ShouldBeFalse(), again => again.Current!.Version.ShouldBe(1));
    }

    [Fact]
    public async Task Change_TwoReplicasAtOnce_EveryChangeIsAVersion()
    {
        await using var one = await Replica.StartAsync(_state, _time);
        await using var two = await Replica.StartAsync(_state, _time);

        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => (i % 2 == 0 ? one : two).PutAsync("rules", $"r{i}", $$"""{"effect":"exclude","items":["i{{i}}"]}""")));

        replies.ShouldAllBe(reply => reply.Current!.Version == 1);
        var list = await one.Definitions.ListAsync(new DefinitionQuery { StoreId = "main", Kind = "rules" }, default);
        list.Items.Count.ShouldBe(10);
        list.Version.ShouldBe(10);
    }

    [Fact]
    public async Task Validate_ManyFaults_AreToldAtOnceAndNothingIsWritten()
    {
        await using var replica = await Replica.StartAsync(_state, _time);
        var faulty = JsonDocument.Parse("""{"effect":"boost","limit":3,"per":"store","when":{"frobnicate":[1]},"item_when":{"and":[{"==":[{"vra":"item.id"},1]}]},"starts_at":"2026-02-01T00:00:00Z","ends_at":"2026-01-01T00:00:00Z"}""").RootElement;

        var reply = await replica.Definitions.ValidateAsync(new DefinitionChange { StoreId = "main", Kind = "rules", Id = "r", Body = faulty, By = "editor" }, default);

        reply.Errors.Keys.Order(StringComparer.Ordinal).ShouldBe(["boost", "ends_at", "item_when.and[0].==[0].vra", "limit", "per", "when.frobnicate"]);
        (await replica.PutAsync("rules", "r", faulty.GetRawText())).Errors.Count.ShouldBe(6);
        (await replica.Definitions.ListAsync(new DefinitionQuery { StoreId = "main", Kind = "rules" }, default)).Items.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"effect":"pin","items":["a"]}""", """{"effect":"exclude","items":["a","b"]}""")]
    [InlineData("""{"effect":"only","items":["c"]}""", """{"effect":"exclude","items":["c"]}""")]
    [InlineData("""{"effect":"only","items":["c"]}""", """{"effect":"only","items":["d"]}""")]
    public async Task Change_RulesThatCannotBothBeMeant_AreRefused(string first, string second)
    {
        await using var replica = await Replica.StartAsync(_state, _time);
        await replica.PutAsync("rules", "first", first);

        var refused = await replica.PutAsync("rules", "second", second);

        refused.Errors["items"][0].ShouldContain("'first'");
        (await replica.PutAsync("rules", "second", second.TrimEnd('}') + ""","slots":["elsewhere"]}""")).Errors.ShouldNotBeEmpty();
        (await replica.PutAsync("rules", "second", second.TrimEnd('}') + ""","when":{"==":[1,1]}}""")).Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Validate_WithATrial_TellsWhatItWouldDo()
    {
        await using var replica = await Replica.StartAsync(_state, _time);
        await replica.PutAsync("rules", "old", Exclude);
        var trial = new DecideRequest { StoreId = "main", Slots = [new DecideSlot { Name = "home", Items = [new DecideItem { Id = "a" }, new DecideItem { Id = "b" }, new DecideItem { Id = "c" }] }] };

        var reply = await replica.Definitions.ValidateAsync(
            new DefinitionChange { StoreId = "main", Kind = "rules", Id = "new", Body = JsonDocument.Parse("""{"effect":"boost","boost":2,"items":["b"]}""").RootElement, By = "editor", Trial = trial }, default);

        reply.Before!.Select(item => (item.Item, item.Eligible, item.Boost)).ShouldBe([("a", false, 0.0), ("b", true, 0.0), ("c", true, 0.0)]);
        reply.After![1].ShouldSatisfyAllConditions(item => item.Boost.ShouldBe(2), item => item.Rules.ShouldBe(["new"]));
    }
}
