using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Personalization.Abstractions.Problems;
using Personalization.Discovery.Contracts;
using Personalization.Hosting.Problems;
using Personalization.Storefront.Api.Parts;

namespace Storefront.Tests.Support;

/// <summary>Discovery in memory: the standard order, imports as bytes, snapshots.</summary>
internal sealed class FakeDiscovery : IDiscoveryPort
{
    private const int PartSize = 2;

    public StandardCatalogue Catalogue { get; set; } = Products("v1", "oat drink", "chili sauce", "green tea", "oat flakes", "soap");

    public bool Away { get; set; }

    /// <summary>New versions are listed and cannot be fetched.</summary>
    public bool PartsAway { get; set; }

    public TimeSpan Delay { get; set; }

    public ConcurrentQueue<SearchRequest> Searches { get; } = new();

    public ConcurrentQueue<RecommendRequest> Recommended { get; } = new();

    public int Calls;

    public ConcurrentDictionary<string, FakeImport> Imports { get; } = new();

    public static StandardCatalogue Products(string version, params string[] names) => StandardCatalogue.Build("main", version, names.Select((name, index) =>
        new SnapshotProduct(
            new Product
            {
                Id = $"p{index + 1}",
                Name = name,
                Brand = "Acme",
                Categories = [name.Split(' ')[^1]],
                Attributes = ["vegan"],
                Price = 1.5m,
                Currency = "EUR",
            },
            Popularity: names.Length - index)));

    public async Task<ListReply> SearchAsync(SearchRequest request, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        Searches.Enqueue(request);
        var reply = Catalogue.Search(request);
        return ListReply.Of(request.Shopper is null
            ? reply
            : reply with { Ranking = new RankingSummary { Active = true, Features = ["smart_ranking"], Confidence = .4 } });
    }

    public async Task<SuggestReply> SuggestAsync(SuggestRequest request, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        return Catalogue.Suggest(request);
    }

    /// <summary>Every slot has the first product that no slot before it has.</summary>
    public async Task<ListReply> RecommendAsync(RecommendRequest request, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        if (request.Shopper?.Version != "rehearsal")
        {
            Recommended.Enqueue(request);
        }

        return ListReply.Of(new RecommendReply
        {
            Slots = request.Slots.Index().ToDictionary(
                slot => slot.Item,
                IReadOnlyList<RecommendedProduct> (slot) => [.. Catalogue.Products.Skip(slot.Index).Take(1).Select(entry => new RecommendedProduct { Product = entry.Product, Score = 1, Reasons = ["You often buy it"], Due = DateTimeOffset.UnixEpoch, SuggestedQuantity = 2 })]),
            IndexVersion = Catalogue.Version,
            ModelVersion = LaggingModel ?? Model,
            Ranking = new RankingSummary { Active = request.Shopper is not null, Features = request.Shopper is null ? [] : ["recommendations"], Confidence = .5 },
        });
    }

    public async Task<Product?> GetProductAsync(string store, string product, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        return Catalogue.Find(product);
    }

    public async Task StartImportAsync(ImportStart start, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        Imports.GetOrAdd(start.ImportId, _ => new FakeImport(start));
    }

    public async Task PutChunkAsync(string store, string import, int number, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        Imports[import].Chunks[number] = bytes.ToArray();
    }

    public async Task<ImportStatus> CompleteImportAsync(string store, string import, int chunks, string digest, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        var held = Imports[import];
        if (held.Digest is not null && held.Digest != digest)
        {
            throw new ProblemException(Problem.OfField(409, "Idempotency-Key", "was used for another import; send a new key"));
        }

        (held.Digest, held.Status) = (digest, held.Status ?? new ImportStatus { Id = import, State = "running" });
        return held.Status;
    }

    public async Task<ImportStatus?> GetImportAsync(string store, string import, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        return Imports.TryGetValue(import, out var held) && held.Start.StoreId == store ? held.Status : null;
    }

    /// <summary>Versions kept, the newest first; the first serves until another is chosen.</summary>
    public List<string> Models { get; } = ["m2", "m1"];

    public string? Model { get; set; } = "m2";

    /// <summary>Makes the lists in place of <see cref="Model"/>, as a replica does that has not taken it yet.</summary>
    public string? LaggingModel { get; set; }

    public async Task<ModelStatus?> GetModelsAsync(string store, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        return store == Catalogue.StoreId
            ? new ModelStatus { Current = Model, Serving = Model, Baskets = 60, Versions = [.. Models.Select(model => new ModelVersion(model, DateTimeOffset.UnixEpoch, 60, true, 3, .4, .3))] }
            : null;
    }

    public async Task<ModelStatus?> RebuildModelsAsync(string store, CancellationToken cancellationToken) =>
        await GetModelsAsync(store, cancellationToken) is { } status ? status with { Job = new ModelJob("j", "waiting", 0, 0, null, null) } : null;

    public async Task<ModelStatus?> RollBackModelsAsync(string store, CancellationToken cancellationToken)
    {
        var earlier = Models.SkipWhile(model => model != Model).Skip(1).FirstOrDefault();
        Model = earlier ?? Model;
        return earlier is null ? null : await GetModelsAsync(store, cancellationToken);
    }

    public async Task<ModelStatus?> ActivateModelAsync(string store, string version, CancellationToken cancellationToken)
    {
        if (version != "plain" && !Models.Contains(version))
        {
            return null;
        }

        Model = version == "plain" ? null : version;
        return await GetModelsAsync(store, cancellationToken);
    }

    public async Task<SnapshotList> ListSnapshotsAsync(CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        var catalogue = Catalogue;
        return new SnapshotList([new SnapshotManifest
        {
            StoreId = catalogue.StoreId,
            Version = catalogue.Version,
            Products = catalogue.Products.Count,
            Parts = (catalogue.Products.Count + PartSize - 1) / PartSize,
            Model = Model,
        }]);
    }

    public async Task<byte[]?> GetSnapshotPartAsync(string store, string version, int part, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        var catalogue = Catalogue;
        return version == catalogue.Version && !PartsAway
            ? JsonSerializer.SerializeToUtf8Bytes(new SnapshotPart([.. catalogue.Products.Skip(part * PartSize).Take(PartSize)]), DiscoveryJson.Default.SnapshotPart)
            : null;
    }

    private async Task EnterAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref Calls);
        if (Delay > TimeSpan.Zero)
        {
            await Task.Delay(Delay, cancellationToken);
        }

        if (Away)
        {
            throw new PartAwayException("discovery");
        }
    }

    internal sealed class FakeImport(ImportStart start)
    {
        public ImportStart Start => start;

        public ConcurrentDictionary<int, byte[]> Chunks { get; } = new();

        public string? Digest { get; set; }

        public ImportStatus? Status { get; set; }

        public string Text => Encoding.UTF8.GetString([.. Chunks.OrderBy(chunk => chunk.Key).SelectMany(chunk => chunk.Value)]);
    }
}
