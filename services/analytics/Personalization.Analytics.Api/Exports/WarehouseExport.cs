using System.Globalization;
using Microsoft.Extensions.Options;
using Personalization.Analytics.Api.Warehouse;
using Personalization.Analytics.Exports;
using Personalization.Hosting.Defaults;

namespace Personalization.Analytics.Api.Exports;

/// <summary>
/// Brings the exported files up to the warehouse, at the set times and when asked: one run at a time, a day after the other, only the days that
/// changed. Whatever ends it, a crash too, costs at most the day it was at.
/// </summary>
internal sealed partial class WarehouseExport : BackgroundService
{
    private readonly IExportSource _source;
    private readonly ExportOptions _options;
    private readonly ExportFolder _folder;
    private readonly ExportInstruments _instruments;
    private readonly TimeProvider _time;
    private readonly ILogger<WarehouseExport> _logger;
    private readonly SemaphoreSlim _asked = new(0, 1);
    private volatile ExportManifest _manifest = new();
    private volatile string _state = "idle";
    private volatile string? _reason;

    public WarehouseExport(
        IExportSource source, IOptions<ExportOptions> options, ServiceEnvironment environment, ExportInstruments instruments, TimeProvider time, ILogger<WarehouseExport> logger)
    {
        _source = source;
        _options = options.Value;
        _folder = new ExportFolder(_options.Path ?? Path.Combine(environment.DataDirectory, "export"));
        _instruments = instruments;
        _time = time;
        _logger = logger;
    }

    public ExportStatus Status
    {
        get
        {
            var manifest = _manifest;
            return new ExportStatus(
                _state, _reason, _folder.Path, manifest.CompleteAsOf, manifest.Days.Count, manifest.Days.Sum(day => day.Content.Rows), manifest.Days.Sum(day => day.Bytes));
        }
    }

    /// <summary>A run now, or right after the one that runs.</summary>
    public void Ask()
    {
        try
        {
            _asked.Release();
        }
        catch (SemaphoreFullException)
        {
            // Asked before: one run is enough.
        }
    }

    /// <summary>One run: returns when files and warehouse agree.</summary>
    /// <exception cref="WarehouseUnavailableException">The warehouse cannot be read; what was exported stays.</exception>
    /// <exception cref="IOException">The folder cannot be written, or the disk has too little room.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var started = _time.GetUtcNow();
        var manifest = _manifest = _folder.Open();
        var oldest = Date(started.AddDays(1 - _options.RetentionDays));
        var plan = ExportPlan.Of(await _source.DaysAsync(cancellationToken), manifest, oldest);
        foreach (var day in plan.Remove)
        {
            Keep(manifest = manifest.Without(day));
            _folder.Remove(day.File);
        }

        foreach (var day in plan.Write)
        {
            manifest = await WriteAsync(day, manifest, cancellationToken);
        }

        Keep(manifest with { CompleteAsOf = Instant(started) });
        if (plan.Write.Count + plan.Remove.Count > 0)
        {
            LogExported(plan.Write.Count, plan.Remove.Count, _folder.Path);
        }
    }

    public override void Dispose()
    {
        _asked.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (true)
        {
            await WaitAsync(stoppingToken);
            _state = "running";
            try
            {
                await RunAsync(stoppingToken);
                (_state, _reason) = ("idle", null);
            }
            catch (Exception fault) when (fault is WarehouseUnavailableException or IOException or UnauthorizedAccessException)
            {
                (_state, _reason) = ("failed", fault.Message);
                _instruments.Failed();
                LogFailed(fault.Message);
            }
        }
    }

    private async Task<ExportManifest> WriteAsync(DayContent day, ExportManifest manifest, CancellationToken cancellationToken)
    {
        if (_folder.FreeBytes < _options.MinFreeBytes)
        {
            throw new IOException($"Less than {_options.MinFreeBytes} bytes are free on the disk of '{_folder.Path}'; make room, or lower Export:MinFreeBytes or Export:RetentionDays.");
        }

        if (await _source.WriteDayAsync(day.StoreId, day.EventDate, _folder.AsideFile, cancellationToken) is not { } content)
        {
            // Erased meanwhile: the next run removes it.
            return manifest;
        }

        var file = ExportFolder.FileOf(day.StoreId, day.EventDate);
        var bytes = _folder.Place(file);
        Keep(manifest = manifest.With(new ExportedDay(content, file, bytes, Instant(_time.GetUtcNow()))));
        _instruments.Exported(content.Rows, bytes);
        return manifest;
    }

    private void Keep(ExportManifest manifest)
    {
        _folder.Save(manifest);
        _manifest = manifest;
    }

    private async Task WaitAsync(CancellationToken stoppingToken)
    {
        if (_options.Every == TimeSpan.Zero)
        {
            await _asked.WaitAsync(stoppingToken);
            return;
        }

        using var limit = new CancellationTokenSource(_options.Every, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stoppingToken);
        try
        {
            await _asked.WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            // It is time.
        }
    }

    private static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
