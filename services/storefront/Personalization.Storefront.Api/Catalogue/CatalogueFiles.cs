using System.Text.Json;
using Personalization.Discovery.Contracts;
using Personalization.Hosting.Defaults;

namespace Personalization.Storefront.Api.Catalogue;

/// <summary>The copy on this machine's disk, so that a start without discovery still has a catalogue. A version is a folder that appears whole.</summary>
internal sealed class CatalogueFiles(ServiceEnvironment environment)
{
    private const string ManifestName = "manifest.json";

    private readonly string _root = Path.Combine(environment.DataDirectory, "catalogue");

    /// <summary>The stores that have a complete version, with its parts.</summary>
    public async Task<IReadOnlyList<(SnapshotManifest Manifest, IReadOnlyList<SnapshotProduct> Products)>> LoadAsync(CancellationToken cancellationToken)
    {
        var loaded = new List<(SnapshotManifest, IReadOnlyList<SnapshotProduct>)>();
        if (!Directory.Exists(_root))
        {
            return loaded;
        }

        foreach (var folder in Directory.EnumerateDirectories(_root).Where(folder => !Path.GetFileName(folder).StartsWith('.')))
        {
            var manifestFile = Path.Combine(folder, ManifestName);
            var manifest = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(manifestFile, cancellationToken), DiscoveryJson.Default.SnapshotManifest)!;
            var products = new List<SnapshotProduct>(manifest.Products);
            for (var part = 0; part < manifest.Parts; part++)
            {
                var bytes = await File.ReadAllBytesAsync(Path.Combine(folder, PartName(part)), cancellationToken);
                products.AddRange(JsonSerializer.Deserialize(bytes, DiscoveryJson.Default.SnapshotPart)!.Products);
            }

            loaded.Add((manifest, products));
        }

        return loaded;
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
