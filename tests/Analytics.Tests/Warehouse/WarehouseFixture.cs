using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Personalization.Analytics.Api.Warehouse;
using Personalization.Hosting.Defaults;

namespace Personalization.Analytics.Tests.Warehouse;

/// <summary>A real warehouse in a folder of its own, which can be closed and opened again.</summary>
public sealed class WarehouseFixture : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly string _folder = Directory.CreateTempSubdirectory("warehouse").FullName;
    private DuckDbWarehouse? _open;

    internal string File => Path.Combine(_folder, "warehouse.duckdb");

    internal async Task<DuckDbWarehouse> OpenAsync()
    {
        await CloseAsync();
        _open = Create();
        await _open.StartAsync(CancellationToken.None);
        await UntilOpenAsync(_open);
        return _open;
    }

    internal DuckDbWarehouse Create() => new(
        Options.Create(new WarehouseOptions { Path = File }),
        new ServiceEnvironment { AppId = "analytics", AppPort = 1, DataDirectory = _folder },
        TimeProvider.System,
        new WarehouseInstruments(_services.GetRequiredService<IMeterFactory>()),
        NullLogger<DuckDbWarehouse>.Instance);

    internal static async Task UntilOpenAsync(DuckDbWarehouse warehouse)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!warehouse.IsOpen)
        {
            await Task.Delay(5, limit.Token);
        }
    }

    internal async Task CloseAsync()
    {
        if (_open is not null)
        {
            await _open.StopAsync(CancellationToken.None);
            _open.Dispose();
            _open = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
