using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Personalization.Analytics.Api.Exports;
using Personalization.Analytics.Api.Warehouse;
using Personalization.Analytics.Api.Warehouse.DuckDb;
using Personalization.Analytics.Exports;
using Personalization.Analytics.RawActions;
using Personalization.Analytics.Tests.Warehouse;
using Personalization.Hosting.Defaults;
using Personalization.Testing;
using static Personalization.Analytics.Tests.Warehouse.Rows;

namespace Personalization.Analytics.Tests.Exports;

/// <summary>Parquet files by store and day, as other tools read them.</summary>
[Trait("req", "R8.3")]
public sealed class WarehouseExportTests : IAsyncDisposable
{
    private readonly WarehouseFixture _fixture = new();
    private readonly TempFolder _folder = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FixedClock _clock = new(Day.AddDays(10));

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        await _services.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Run_TwoStoresAndDays_AreFilesThatDuckDbReadsWithTheRightTypes()
    {
        var (_, export) = await OpenAsync(
            Row("1") with { Price = 1.99, Quantity = 2, SearchQuery = "it's \"milk\"" }, Row("2", at: Day.AddDays(1)), Row("3", store: "north"), Row("4") with { Price = 1e300 });

        await export.RunAsync(CancellationToken.None);

        Read("SELECT store_id || ' ' || CAST(event_date AS VARCHAR) || ' ' || string_agg(event_id, ',' ORDER BY event_id) FROM {0} GROUP BY store_id, event_date ORDER BY 1")
            .ShouldBe(["main 2026-03-14 1,4", "main 2026-03-15 2", "north 2026-03-14 3"]);
        Read("SELECT column_name || ' ' || column_type FROM (DESCRIBE SELECT event_timestamp, price, quantity, interaction_strength, result_position, event_date FROM {0})")
            .ShouldBe(["event_timestamp TIMESTAMP WITH TIME ZONE", "price DECIMAL(18,4)", "quantity DECIMAL(18,4)", "interaction_strength DOUBLE", "result_position BIGINT", "event_date DATE"]);
        Read("SELECT CAST(epoch_us(event_timestamp) AS VARCHAR) || ' ' || price || ' ' || search_query FROM {0} WHERE event_id = '1'")
            .ShouldBe([$"{Day.ToUnixTimeMilliseconds() * 1000} 1.9900 it's \"milk\""]);
        Read("SELECT event_id FROM {0} WHERE price IS NULL AND event_id = '4'").ShouldBe(["4"]);
    }

    [Fact]
    public async Task Run_NodeReader_ReadsTheSame()
    {
        var node = Requires.Binary("node");
        var npm = Requires.Binary("npm");
        var (_, export) = await OpenAsync(Row("1") with { Price = 1.99, UserId = "ann 🥛", ResultPosition = 3 }, Row("2"));
        await export.RunAsync(CancellationToken.None);
        var scripts = Path.Combine(Repository.Root, "tests", "Analytics.Tests", "js");
        await Child.OutputAsync(npm, ["ci", "--loglevel=error"], scripts);

        var rows = JsonNode.Parse(await Child.OutputAsync(node, ["read.mjs", Path.Combine(export.Status.Path, "store_id=main", "event_date=2026-03-14", "data.parquet")], scripts))!.AsArray();

        rows.Count.ShouldBe(2);
        var row = rows.Single(one => (string?)one!["event_id"] == "1")!;
        ((string?)row["user_id"], Math.Round((double)row["price"]!, 9), (string?)row["result_position"], (string?)row["event_timestamp"], (string?)row["search_query"])
            .ShouldBe(("ann 🥛", 1.99, "3", "2026-03-14T09:26:53.000Z", null));
    }

    [Fact]
    public async Task Run_Again_TouchesNothing()
    {
        var (_, export) = await OpenAsync(Row("1"), Row("2", at: Day.AddDays(1)));
        await export.RunAsync(CancellationToken.None);
        var before = Days(export);

        _clock.Advance(TimeSpan.FromHours(1));
        await export.RunAsync(CancellationToken.None);

        Days(export).ShouldBe(before);
        export.Status.CompleteAsOf.ShouldBe("2026-03-24T10:26:53.000Z");
    }

    [Fact]
    public async Task Run_LateEvent_WritesItsDayAgainAndNoOther()
    {
        var (warehouse, export) = await OpenAsync(Row("1"), Row("2", at: Day.AddDays(1)));
        await export.RunAsync(CancellationToken.None);
        _clock.Advance(TimeSpan.FromHours(1));

        await warehouse.WriteAsync([Row("late") with { ReceivedAt = Day.AddDays(9) }, Row("1")], CancellationToken.None);
        await export.RunAsync(CancellationToken.None);

        Days(export).Select(day => (day.Content.EventDate, day.Content.Rows, day.ExportedAt, day.Content.Watermark)).ShouldBe([
            ("2026-03-14", 2, "2026-03-24T10:26:53.000Z", "2026-03-23T09:26:53.000000Z"),
            ("2026-03-15", 1, "2026-03-24T09:26:53.000Z", "2026-03-15T09:26:53.000000Z"),
        ]);
        Read("SELECT event_id FROM {0} ORDER BY event_id").ShouldBe(["1", "2", "late"]);
    }

    [Fact]
    public async Task Run_RowsErased_AreGoneFromTheFilesToo()
    {
        var (_, export) = await OpenAsync(Row("1", userId: "ann"), Row("2", userId: "bob"), Row("3", userId: "ann", at: Day.AddDays(1)));
        await export.RunAsync(CancellationToken.None);
        await _fixture.CloseAsync();
        using (var database = DuckDbDatabase.Open(_fixture.File, new Dictionary<string, string>()))
        using (var connection = database.Connect())
        {
            connection.Execute("DELETE FROM raw_user_actions WHERE user_id = 'ann'");
        }

        export = Export(await _fixture.OpenAsync());
        await export.RunAsync(CancellationToken.None);

        Read("SELECT event_id FROM {0}").ShouldBe(["2"]);
        Directory.GetDirectories(Path.Combine(export.Status.Path, "store_id=main")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Run_DaysBeyondRetention_AreRemovedAndNeverWritten()
    {
        var (warehouse, export) = await OpenAsync(new ExportOptions { RetentionDays = 11 }, Row("1"), Row("old", at: Day.AddDays(-1)));
        await export.RunAsync(CancellationToken.None);
        Days(export).Select(day => day.Content.EventDate).ShouldBe(["2026-03-14"]);

        _clock.Advance(TimeSpan.FromDays(1));
        await warehouse.WriteAsync([Row("2", at: Day.AddDays(1))], CancellationToken.None);
        await export.RunAsync(CancellationToken.None);

        Days(export).Select(day => day.Content.EventDate).ShouldBe(["2026-03-15"]);
        Read("SELECT event_id FROM {0}").ShouldBe(["2"]);
    }

    [Fact]
    public async Task Run_DiskAlmostFull_StopsAndKeepsWhatThereIs()
    {
        var (warehouse, export) = await OpenAsync(Row("1"));
        await export.RunAsync(CancellationToken.None);
        await warehouse.WriteAsync([Row("2")], CancellationToken.None);

        var full = Export(warehouse, new ExportOptions { MinFreeBytes = long.MaxValue });
        (await Should.ThrowAsync<IOException>(() => full.RunAsync(CancellationToken.None))).Message.ShouldContain("Export:MinFreeBytes");

        Read("SELECT event_id FROM {0}").ShouldBe(["1"]);
    }

    [Fact]
    public async Task Run_CrashedBetweenFileAndManifestOrWithinAFile_EndsRight()
    {
        var (warehouse, export) = await OpenAsync(Row("1"), Row("2", at: Day.AddDays(1)));
        await export.RunAsync(CancellationToken.None);
        var manifest = Path.Combine(export.Status.Path, "_manifest.json");
        var old = await File.ReadAllTextAsync(manifest);
        await warehouse.WriteAsync([Row("3")], CancellationToken.None);
        await export.RunAsync(CancellationToken.None);

        await File.WriteAllTextAsync(manifest, old);
        await File.WriteAllTextAsync(Path.Combine(export.Status.Path, "_tmp", "day.parquet.tmp"), "half a file");
        await export.RunAsync(CancellationToken.None);
        Days(export).Sum(day => day.Content.Rows).ShouldBe(3);

        await File.WriteAllTextAsync(manifest, old[..(old.Length / 2)]);
        await export.RunAsync(CancellationToken.None);
        Days(export).Sum(day => day.Content.Rows).ShouldBe(3);
        Read("SELECT event_id FROM {0} ORDER BY event_id").ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public async Task Run_WhileOthersRead_TheyAlwaysSeeAWholeDay()
    {
        var (warehouse, export) = await OpenAsync(Row("0"));
        await export.RunAsync(CancellationToken.None);
        using var done = new CancellationTokenSource();
        var reading = Task.Run(() =>
        {
            List<int> seen = [];
            while (!done.IsCancellationRequested)
            {
                seen.Add(Read("SELECT event_id FROM {0}").Count);
            }

            return seen;
        });

        for (var run = 1; run <= 20; run++)
        {
            await warehouse.WriteAsync([Row($"{run}")], CancellationToken.None);
            await export.RunAsync(CancellationToken.None);
        }

        await done.CancelAsync();
        var counts = await reading;
        counts.ShouldNotBeEmpty();
        counts.ShouldBe(counts.Order());
        counts.ShouldAllBe(count => count >= 1 && count <= 21);
    }

    [Fact]
    public async Task Ask_OnSchedule_RunsAndSaysHowItWent()
    {
        var (_, export) = await OpenAsync(new ExportOptions { Every = TimeSpan.Zero }, Row("1"));
        await export.StartAsync(CancellationToken.None);
        export.Status.State.ShouldBe("idle");

        export.Ask();

        await Eventually.TrueAsync(() => export.Status is { State: "idle", CompleteAsOf: not null });
        (export.Status.Days, export.Status.Rows).ShouldBe((1, 1));
        await export.StopAsync(CancellationToken.None);
    }

    private async Task<(DuckDbWarehouse Warehouse, WarehouseExport Export)> OpenAsync(params RawUserAction[] rows) => await OpenAsync(new ExportOptions(), rows);

    private async Task<(DuckDbWarehouse Warehouse, WarehouseExport Export)> OpenAsync(ExportOptions options, params RawUserAction[] rows)
    {
        var warehouse = await _fixture.OpenAsync();
        await warehouse.WriteAsync(rows, CancellationToken.None);
        return (warehouse, Export(warehouse, options));
    }

    private WarehouseExport Export(DuckDbWarehouse warehouse, ExportOptions? options = null)
    {
        options ??= new ExportOptions();
        options.Path = _folder.Path;
        options.MinFreeBytes = options.MinFreeBytes == long.MaxValue ? long.MaxValue : 0;
        return new WarehouseExport(
            warehouse,
            Options.Create(options),
            new ServiceEnvironment { AppId = "analytics", AppPort = 1, DataDirectory = _folder.Path },
            new ExportInstruments(_services.GetRequiredService<IMeterFactory>()),
            _clock,
            NullLogger<WarehouseExport>.Instance);
    }

    private static IReadOnlyList<ExportedDay> Days(WarehouseExport export) =>
        JsonSerializer.Deserialize(File.ReadAllText(Path.Combine(export.Status.Path, "_manifest.json")), AnalyticsJson.Default.ExportManifest)!.Days;

    private List<string?> Read(string sql) => ParquetReader.Column(Path.Combine(_folder.Path, "raw_user_actions", "v1"), sql);
}
