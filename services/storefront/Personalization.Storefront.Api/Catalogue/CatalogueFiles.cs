using System.Text.Json;
using Personalization.Discovery.Contracts;
using Personalization.Hosting.Defaults;

namespace Personalization.Storefront.Api.Catalogue;

/// <summary>The copy on this machine's disk, so that a start without discovery still has a catalogue. A version is a folder that appears whole.</summary>
internal sealed class CatalogueFiles(ServiceEnvironment environment)
{
    private const string ManifestName = "manifest.json";

    private readonly string _root = Path.Combine(environment.DataDirectory, "catalogue");

    /// <summary>The stores that a version was kept of.</summary>
    public IReadOnlyList<string> Stores => Directory.Exists(_root)
        ? [.. Directory.EnumerateDirectories(_root).Select(folder => Path.GetFileName(folder)).Where(name => !name.StartsWith('.'))]
        : [];

    /// <summary>A store's version, with all its parts.</summary>
    /// <exception cref="JsonException">A file of it is damaged.</exception>
    /// <exception cref="IOException">A file of it is missing or cannot be read.</exception>
    public async Task<(SnapshotManifest Manifest, IReadOnlyList<SnapshotProduct> Products)> LoadAsync(string store, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(_root, store);
        var manifestBytes = await File.ReadAllBytesAsync(Path.Combine(folder, ManifestName), cancellationToken);
        var manifest = JsonSerializer.Deserialize(manifestBytes, DiscoveryJson.Default.SnapshotManifest) ?? throw new JsonException("The manifest is null.");
        var products = new List<SnapshotProduct>(manifest.Products);
        for (var part = 0; part < manifest.Parts; part++)
        {
            var bytes = await File.ReadAllBytesAsync(Path.Combine(folder, PartName(part)), cancellationToken);
            products.AddRange((JsonSerializer.Deserialize(bytes, DiscoveryJson.Default.SnapshotPart) ?? throw new JsonException($"Part {part} is null.")).Products);
        }

        return (manifest, products);
    }

    /// <summary>Replaces the store's version.</summary>
    public async Task SaveAsync(SnapshotManifest manifest, IReadOnlyList<byte[]> parts, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(_root, manifest.StoreId);
        var fresh = Path.Combine(_root, $".{manifest.StoreId}.new");
        Remove(fresh);
        Directory.CreateDirectory(fresh);
        for (var part = 0; part < parts.Count; part++)
        {
            await File.WriteAllBytesAsync(Path.Combine(fresh, PartName(part)), parts[part], cancellationToken);
        }

        await File.WriteAllBytesAsync(
            Path.Combine(fresh, ManifestName), JsonSerializer.SerializeToUtf8Bytes(manifest, DiscoveryJson.Default.SnapshotManifest), cancellationToken);
        Remove(folder);
        Directory.Move(fresh, folder);
    }

    private static string PartName(int part) => $"{part}.json";

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
