using System.Text.Json;
using Personalization.Discovery.Contracts;
using Personalization.Hosting.Threads;
using Personalization.Storefront.Api.Operations;
using Personalization.Storefront.Api.Parts;
using Personalization.Storefront.Catalogue;

namespace Personalization.Storefront.Api.Catalogue;

/// <summary>Keeps the copy at discovery's newest version: told by the broadcast, asking every second as a fallback.</summary>
internal sealed partial class CatalogueSync(
    IDiscoveryPort discovery, CatalogueCopy copy, CatalogueFiles files, Rehearsal rehearsal, TimeProvider time, ILogger<CatalogueSync> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Until discovery listed anything: the start waits for it.</summary>
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _told = new(0, 1);
    private volatile bool _current;

    /// <summary>True once the copy had everything that discovery listed.</summary>
    public bool IsCurrent => _current;

    /// <summary>A version exists: look now.</summary>
    public void Tell()
    {
        if (_told.CurrentCount == 0)
        {
            try
            {
                _told.Release();
            }
            catch (SemaphoreFullException)
            {
                // Told twice at the same time: one look is enough.
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await LoadAsync(stoppingToken);
        copy.Loaded();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
                _current = true;
            }
            catch (PartAwayException)
            {
                // Discovery is away: the copy at hand serves on, and /api/system says so.
            }
            catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException or ArgumentException)
            {
                LogNotTaken(exception);
            }

            copy.HasLooked();
            await WaitAsync(stoppingToken);
        }
    }

    private async Task WaitAsync(CancellationToken stoppingToken)
    {
        using var limit = new CancellationTokenSource(_current ? Interval : FirstInterval, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stoppingToken);
        try
        {
            await _told.WaitAsync(both.Token);
        }
        catch (OperationCanceledException)
        {
            // The interval is over, or the process stops: the loop looks which.
        }
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var store in files.Stores)
        {
            try
            {
                var (manifest, products) = await files.LoadAsync(store, cancellationToken);
                copy.Put(manifest.StoreId, await OwnThread.RunAsync(() => CatalogueView.Build(manifest.StoreId, manifest.Version, products), cancellationToken));
                LogLoaded(manifest.StoreId, manifest.Version, products.Count);
            }
            catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException or ArgumentException)
            {
                // A damaged copy is no loss: discovery has the truth. The other stores' copies serve.
                LogNotLoaded(exception, store);
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var manifest in (await discovery.ListSnapshotsAsync(cancellationToken)).Stores)
        {
            copy.PutModel(manifest.StoreId, manifest.Model);
            if (!copy.Stores.TryGetValue(manifest.StoreId, out var known) || known.Version != manifest.Version)
            {
                await FetchAsync(manifest, cancellationToken);
            }
        }
    }

    private async Task FetchAsync(SnapshotManifest manifest, CancellationToken cancellationToken)
    {
        var parts = new List<byte[]>(manifest.Parts);
        for (var part = 0; part < manifest.Parts; part++)
        {
            if (await discovery.GetSnapshotPartAsync(manifest.StoreId, manifest.Version, part, cancellationToken) is not { } bytes)
            {
                // Replaced by a newer version meanwhile: the next look finds that one.
                return;
            }

            parts.Add(bytes);
        }

        var view = await OwnThread.RunAsync(() => CatalogueView.Build(manifest.StoreId, manifest.Version, Products(parts)), cancellationToken);
        await rehearsal.RunAsync(manifest.StoreId, view, cancellationToken);
        copy.Put(manifest.StoreId, view);
        LogTaken(manifest.StoreId, manifest.Version, manifest.Products);
        await files.SaveAsync(manifest, parts, cancellationToken);
    }

    private static List<SnapshotProduct> Products(List<byte[]> parts)
    {
        List<SnapshotProduct> products = [];
        foreach (var part in parts)
        {
            products.AddRange(JsonSerializer.Deserialize(part, DiscoveryJson.Default.SnapshotPart)!.Products);
        }

        return products;
    }

    public override void Dispose()
    {
        _told.Dispose();
        base.Dispose();
    }
}
