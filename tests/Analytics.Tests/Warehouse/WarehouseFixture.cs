using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Personalization.Analytics.Api.Warehouse;
using Personalization.Hosting.Defaults;

namespace Personalization.Analytics.Tests.Warehouse;

/// <summary>A real warehouse in a folder of its own, which can be closed and opened again.</summary>
public sealed class WarehouseFixture : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly string _folder = Directory.CreateTempSubdirectory("warehouse").FullName;
    private readonly ConcurrentQueue<string> _told = new();
    private DuckDbWarehouse? _open;

    internal TimeSpan IdleAfter { get; set; } = new WarehouseOptions().IdleAfter;

    internal string File => Path.Combine(_folder, "warehouse.duckdb");

    /// <summary>Warnings and errors in the log.</summary>
    internal IReadOnlyCollection<string> Told => _told;

    internal async Task<DuckDbWarehouse> OpenAsync()
    {
        await CloseAsync();
        _open = Create();
        await _open.StartAsync(CancellationToken.None);
        await UntilOpenAsync(_open);
        return _open;
    }

    internal DuckDbWarehouse Create() => new(
        Options.Create(new WarehouseOptions { Path = File, IdleAfter = IdleAfter }),
        new ServiceEnvironment { AppId = "analytics", AppPort = 1, DataDirectory = _folder },
        TimeProvider.System,
        new WarehouseInstruments(_services.GetRequiredService<IMeterFactory>()),
        new Listener(_told));

    internal static async Task UntilOpenAsync(DuckDbWarehouse warehouse)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!warehouse.IsOpen)
        {
            await Task.Delay(5, limit.Token);
        }
    }

    /// <summary>Returns when the warehouse is open, or says that it cannot be.</summary>
    internal async Task UntilOpenOrToldAsync(DuckDbWarehouse warehouse)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!warehouse.IsOpen && _told.IsEmpty)
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

    private sealed class Listener(ConcurrentQueue<string> told) : ILogger<DuckDbWarehouse>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                told.Enqueue(formatter(state, exception));
            }
        }
    }
}
