using Personalization.Analytics.Api.Warehouse;
using Personalization.Analytics.Api.Warehouse.DuckDb;
using Personalization.Analytics.Counts;
using Personalization.Analytics.RawActions;
using static Personalization.Analytics.Tests.Warehouse.Rows;

namespace Personalization.Analytics.Tests.Warehouse;

[Trait("req", "R8.1")]
public sealed class DuckDbWarehouseTests : IAsyncDisposable
{
    private static readonly EventCountQuery All = new() { StoreId = "main" };

    private readonly WarehouseFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Write_SameEventTwice_CountsItOnce()
    {
        var warehouse = await _fixture.OpenAsync();

        await warehouse.WriteAsync([Row("a"), Row("b"), Row("a")], CancellationToken.None);
        await warehouse.WriteAsync([Row("b"), Row("c")], CancellationToken.None);

        (await warehouse.CountAsync(All, CancellationToken.None)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Write_SameEventIdInTwoStores_KeepsBoth()
    {
        var warehouse = await _fixture.OpenAsync();

        await warehouse.WriteAsync([Row("a"), Row("a", store: "other")], CancellationToken.None);

        (await warehouse.CountAsync(All, CancellationToken.None)).Count.ShouldBe(1);
        (await warehouse.CountAsync(All with { StoreId = "other" }, CancellationToken.None)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Write_SameEventIdOfTwoShoppers_KeepsBoth()
    {
        var warehouse = await _fixture.OpenAsync();

        await warehouse.WriteAsync([Row("a", userId: "one"), Row("a", userId: "two")], CancellationToken.None);
        await warehouse.WriteAsync([Row("a", userId: "one"), Row("a", userId: "one", kind: "a")], CancellationToken.None);

        (await warehouse.CountAsync(All, CancellationToken.None)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Write_RepeatWithALaterTimestamp_KeepsTheFirst()
    {
        var warehouse = await _fixture.OpenAsync();

        await warehouse.WriteAsync([Row("a")], CancellationToken.None);
        await warehouse.WriteAsync([Row("a", at: Day.AddDays(40))], CancellationToken.None);

        var counts = await warehouse.CountAsync(All, CancellationToken.None);
        counts.ByDay.ShouldBe([new DayCount("2026-03-14", 1)]);
    }

    [Fact]
    public async Task Write_ManyCallersAtOnce_KeepsEveryRowOnce()
    {
        var warehouse = await _fixture.OpenAsync();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(caller =>
            warehouse.WriteAsync([.. Enumerable.Range(0, 20).Select(i => Row($"{(caller * 10) + i}"))], CancellationToken.None)));

        (await warehouse.CountAsync(All, CancellationToken.None)).Count.ShouldBe(1010);
    }

    [Fact]
    public async Task Write_AfterReopening_StillKnowsWhatItHas()
    {
        var warehouse = await _fixture.OpenAsync();
        await warehouse.WriteAsync([Row("a")], CancellationToken.None);

        warehouse = await _fixture.OpenAsync();
        await warehouse.WriteAsync([Row("a"), Row("b")], CancellationToken.None);

        (await warehouse.CountAsync(All, CancellationToken.None)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Write_WhileClosed_SaysSoAndKeepsNothing()
    {
        using var warehouse = _fixture.Create();

        await Should.ThrowAsync<WarehouseUnavailableException>(() => warehouse.WriteAsync([Row("a")], CancellationToken.None));

        (await (await _fixture.OpenAsync()).CountAsync(All, CancellationToken.None)).Count.ShouldBe(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(500)]
    public async Task Write_RowThatCannotBeKept_IsNamedAndItsNeighboursAreKept(int neighbours)
    {
        var warehouse = await _fixture.OpenAsync();
        var poison = Row("poison") with { SessionId = null! };

        var spoiled = warehouse.WriteAsync([.. Enumerable.Range(0, neighbours).Select(i => Row($"a{i}")), poison], CancellationToken.None);
        var good = warehouse.WriteAsync([Row("b")], CancellationToken.None);

        (await spoiled).ShouldBe([neighbours]);
        (await good).ShouldBeEmpty();
        (await warehouse.CountAsync(All, CancellationToken.None)).Count.ShouldBe(neighbours + 1);
    }

    [Fact]
    public async Task Write_TextsThatAreHugeOrNoUnicode_AreKept()
    {
        var warehouse = await _fixture.OpenAsync();

        var refused = await warehouse.WriteAsync(
            [Row("huge") with { RawEventData = new string('x', 5_000_000) }, Row("half \ud83e"), Row("nul \0"), Row("nan") with { InteractionStrength = double.NaN }],
            CancellationToken.None);

        refused.ShouldBeEmpty();
        (await warehouse.CountAsync(All, CancellationToken.None)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Write_AfterMemoryWasGivenBackAgainAndAgain_KeepsEveryRowAndAnswers()
    {
        _fixture.IdleAfter = TimeSpan.FromMilliseconds(20);
        var warehouse = await _fixture.OpenAsync();

        for (var round = 0; round < 10; round++)
        {
            await warehouse.WriteAsync([.. Enumerable.Range(round * 1_000, 1_000).Select(i => Row($"e{i}"))], CancellationToken.None);
            await Task.Delay(_fixture.IdleAfter * (round % 3), CancellationToken.None);
            (await warehouse.CountAsync(All, CancellationToken.None)).Count.ShouldBe((round + 1) * 1_000);
        }
    }

    [Fact]
    public async Task Count_WhileItCloses_AnswersOrSaysThatItIsNotOpen()
    {
        var warehouse = await _fixture.OpenAsync();
        await warehouse.WriteAsync([Row("a")], CancellationToken.None);
        var counting = Enumerable.Range(0, 50).Select(_ => Task.Run(() => warehouse.CountAsync(All, CancellationToken.None))).ToList();

        await warehouse.StopAsync(CancellationToken.None);

        foreach (var count in counting)
        {
            try
            {
                (await count).Count.ShouldBe(1);
            }
            catch (WarehouseUnavailableException)
            {
                // Asked after the file was closed.
            }
        }
    }

    [Fact]
    public async Task Write_EveryColumn_ReadsBackAsWritten()
    {
        var written = Row("a", "purchase") with
        {
            ProductId = "p|\u0001\U0001F95B",
            ProductCategory = "milk",
            ProductAttributes = """{"name":"Oat","categories":["milk"]}""",
            InteractionStrength = -0.8,
            InteractionContext = """{"search_query":"it's \"milk\""}""",
            SearchQuery = "it's \"milk\"; DROP TABLE raw_user_actions",
            SearchResultsShown = """["1","2"]""",
            ResultPosition = 3,
            RawEventData = """{"x":9007199254740993}""",
            InteractionKind = "purchase.repeat",
            OrderId = "o",
            Quantity = 2.5,
            Price = 1.99,
            Currency = "EUR",
        };
        var warehouse = await _fixture.OpenAsync();
        await warehouse.WriteAsync([written], CancellationToken.None);
        await _fixture.CloseAsync();

        using var database = DuckDbDatabase.Open(_fixture.File, new Dictionary<string, string>());
        using var connection = database.Connect();
        using var rows = connection.Query("""
            SELECT product_id, product_category, product_attributes, CAST(interaction_strength AS VARCHAR), interaction_context, search_query,
                   search_results_shown, result_position, raw_event_data, interaction_kind, order_id, CAST(quantity AS VARCHAR), CAST(price AS VARCHAR),
                   currency, CAST(event_timestamp AS VARCHAR), decision_id
            FROM raw_user_actions
            """);

        rows.Read().ShouldBeTrue();
        rows.Text(0).ShouldBe(written.ProductId);
        rows.Text(1).ShouldBe(written.ProductCategory);
        rows.Text(2).ShouldBe(written.ProductAttributes);
        rows.Text(3).ShouldBe("-0.8");
        rows.Text(4).ShouldBe(written.InteractionContext);
        rows.Text(5).ShouldBe(written.SearchQuery);
        rows.Text(6).ShouldBe(written.SearchResultsShown);
        rows.Integer(7).ShouldBe(3);
        rows.Text(8).ShouldBe(written.RawEventData);
        rows.Text(9).ShouldBe(written.InteractionKind);
        rows.Text(10).ShouldBe("o");
        rows.Text(11).ShouldBe("2.5");
        rows.Text(12).ShouldBe("1.99");
        rows.Text(13).ShouldBe("EUR");
        rows.Text(14).ShouldBe("2026-03-14 09:26:53");
        rows.Text(15).ShouldBeNull();
        rows.Read().ShouldBeFalse();
    }

    [Fact]
    public async Task Count_ByFilters_CountsWhatFits()
    {
        var warehouse = await _fixture.OpenAsync();
        await warehouse.WriteAsync(
            [
                Row("1", "click"),
                Row("2", "purchase", at: Day.AddDays(1)),
                Row("3", "click", "visitor", Day.AddDays(1), kind: "a"),
                Row("4", "click", "visitor", Day.AddDays(2)),
            ],
            CancellationToken.None);

        (await Count(All)).ByType.ShouldBe(new Dictionary<string, long> { ["click"] = 3, ["purchase"] = 1 }, ignoreOrder: true);
        (await Count(All with { Type = "click" })).Count.ShouldBe(3);
        (await Count(All with { UserId = "visitor" })).Count.ShouldBe(1);
        (await Count(All with { AnonymousId = "visitor" })).Count.ShouldBe(1);
        (await Count(All with { From = Day.AddDays(1), To = Day.AddDays(2) })).Count.ShouldBe(2);
        (await Count(All)).ByDay.ShouldBe([new("2026-03-14", 1), new("2026-03-15", 2), new("2026-03-16", 1)]);

        Task<EventCounts> Count(EventCountQuery query) => warehouse.CountAsync(query, CancellationToken.None);
    }

    [Fact]
    public async Task Count_HundredThousandRows_MatchesWhatWasWritten()
    {
        var warehouse = await _fixture.OpenAsync();
        for (var block = 0; block < 20; block++)
        {
            RawUserAction[] rows = [.. Enumerable.Range(block * 5000, 5000).Select(i => Row($"e{i}", i % 2 == 0 ? "click" : "purchase", $"u{i % 997}"))];
            await warehouse.WriteAsync(rows, CancellationToken.None);
        }

        var counts = await warehouse.CountAsync(All, CancellationToken.None);

        counts.Count.ShouldBe(100_000);
        counts.ByType["click"].ShouldBe(50_000);
    }
}
