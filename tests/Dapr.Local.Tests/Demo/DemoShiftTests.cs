using System.IO.Compression;
using System.Text.Json;
using Personalization.Local.Demo;
using Personalization.Local.Tests.Running;

namespace Personalization.Local.Tests.Demo;

public sealed class DemoShiftTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);

    private readonly TestFolder _folder = new();

    private string Interactions => Path.Combine(_folder.Data, "interactions.ndjson.gz");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Batches_OldHistories_NewestIsYesterdayAndIntervalsStay()
    {
        Write("2017-01-01T10:00:00Z", "2017-12-31T21:30:00Z", "2017-12-30T21:30:00Z");

        var shift = await DemoShift.ReadAsync(Interactions, Now, TestContext.Current.CancellationToken);
        var times = await TimesAsync(shift, 2);

        shift.Events.ShouldBe(3);
        times.Max().ShouldBe(new DateTimeOffset(2026, 3, 9, 21, 30, 0, TimeSpan.Zero));
        (times[1] - times[2]).ShouldBe(TimeSpan.FromDays(1));
        (times[1] - times[0]).ShouldBe(new DateTimeOffset(2017, 12, 31, 21, 30, 0, TimeSpan.Zero) - new DateTimeOffset(2017, 1, 1, 10, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Batches_MoreEventsThanABatchHolds_LosesNone()
    {
        Write([.. Enumerable.Range(1, 25).Select(day => $"2017-01-{day:00}T00:00:00Z")]);
        var shift = await DemoShift.ReadAsync(Interactions, Now, TestContext.Current.CancellationToken);

        var sizes = new List<int>();
        await foreach (var batch in shift.BatchesAsync(Interactions, 10, TestContext.Current.CancellationToken))
        {
            sizes.Add(batch.Events);
        }

        sizes.ShouldBe([10, 10, 5]);
    }

    private async Task<List<DateTimeOffset>> TimesAsync(DemoShift shift, int size)
    {
        var times = new List<DateTimeOffset>();
        await foreach (var batch in shift.BatchesAsync(Interactions, size, TestContext.Current.CancellationToken))
        {
            using var body = JsonDocument.Parse(batch.Json);
            times.AddRange(body.RootElement.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("timestamp").GetDateTimeOffset()));
        }

        return times;
    }

    private void Write(params string[] times)
    {
        Directory.CreateDirectory(_folder.Data);
        using var zip = new GZipStream(File.Create(Interactions), CompressionLevel.Fastest);
        using var writer = new StreamWriter(zip);
        foreach (var time in times)
        {
            writer.WriteLine(JsonSerializer.Serialize(new { event_id = time, type = "purchase", user_id = "1", product_id = "2", timestamp = time }));
        }
    }
}
