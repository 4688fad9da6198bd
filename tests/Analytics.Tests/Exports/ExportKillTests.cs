using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Personalization.Analytics.Tests.Warehouse;
using Personalization.Testing;
using static Personalization.Analytics.Tests.Warehouse.Rows;

namespace Personalization.Analytics.Tests.Exports;

/// <summary>The service as a process, killed in the middle of an export.</summary>
[Trait("req", "R8.3")]
public sealed class ExportKillTests : IAsyncDisposable
{
    private const int Days = 250;
    private const int RowsADay = 20;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly WarehouseFixture _fixture = new();
    private readonly TempFolder _folder = new();

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Killed_InTheMiddle_TheNextRunGoesOnWhereItWas()
    {
        var warehouse = await _fixture.OpenAsync();
        var newest = DateTimeOffset.UtcNow.AddDays(-1);
        await warehouse.WriteAsync(
            [.. Enumerable.Range(0, Days * RowsADay).Select(i => Row($"e{i}", userId: $"u{i % 17}", at: newest.AddDays(-(i % Days))))], CancellationToken.None);
        await _fixture.CloseAsync();

        int before;
        using (var first = Start(out var address))
        {
            await AskAsync(address);
            await Eventually.TrueAsync(() => Task.FromResult(FilesWritten() >= 5), Limit);
            first.Kill();
            await first.WaitForExitAsync(TestContext.Current.CancellationToken);
            before = FilesWritten();
        }

        before.ShouldBeInRange(5, Days - 1);
        ParquetReader.Column(Dataset, "SELECT event_id FROM {0}").Count.ShouldBe(before * RowsADay);
        var untouched = Directory.EnumerateFiles(Dataset, "data.parquet", SearchOption.AllDirectories).ToDictionary(file => file, File.GetLastWriteTimeUtc);
        using (var second = Start(out var address))
        {
            await AskAsync(address);
            await Eventually.TrueAsync(async () => (int)(await StatusAsync(address))["days"]! == Days, Limit);
            second.Kill();
            await second.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        ParquetReader.Column(Dataset, "SELECT DISTINCT event_id FROM {0}").Count.ShouldBe(Days * RowsADay);
        ParquetReader.Column(Dataset, "SELECT event_id FROM {0}").Count.ShouldBe(Days * RowsADay);

        // The day at which it was killed may have been in its place already and not yet in the manifest.
        untouched.Count(file => File.GetLastWriteTimeUtc(file.Key) != file.Value).ShouldBeLessThanOrEqualTo(1);
    }

    private string Dataset => _folder.File("raw_user_actions/v1");

    private int FilesWritten() => Directory.Exists(Dataset) ? Directory.EnumerateFiles(Dataset, "data.parquet", SearchOption.AllDirectories).Count() : 0;

    private Process Start(out Uri address)
    {
        var port = Ports.Free();
        address = new Uri($"http://127.0.0.1:{port}/internal/exports");
        return Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Personalization.Analytics.Api.dll")])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["APP_PORT"] = $"{port}",
                ["DATA_DIR"] = _folder.File("data"),
                ["Warehouse__Path"] = _fixture.File,
                ["Export__Path"] = _folder.Path,
                ["Export__Every"] = "00:00:00",
                ["Export__MinFreeBytes"] = "0",
            },
        })!;
    }

    /// <summary>Asks for a run once the service answers and its warehouse is open.</summary>
    private static async Task AskAsync(Uri address)
    {
        using var client = new HttpClient();
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    return (await client.GetAsync(new Uri(address, "/readyz"))).IsSuccessStatusCode && (await client.PostAsync(address, null)).IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            Limit);
    }

    private static async Task<JsonNode> StatusAsync(Uri address)
    {
        using var client = new HttpClient();
        return (await client.GetFromJsonAsync<JsonNode>(address))!;
    }
}
