using Personalization.Discovery.Contracts;

namespace Personalization.Storefront.Api.Parts;

/// <summary>Reaches the discovery service. Every member throws <see cref="PartAwayException"/> without an answer.</summary>
internal interface IDiscoveryPort
{
    Task<ListReply> SearchAsync(SearchRequest request, CancellationToken cancellationToken);

    Task<SuggestReply> SuggestAsync(SuggestRequest request, CancellationToken cancellationToken);

    Task<ListReply> RecommendAsync(RecommendRequest request, CancellationToken cancellationToken);

    /// <summary>Null when discovery does not know the product.</summary>
    Task<Product?> GetProductAsync(string store, string product, CancellationToken cancellationToken);

    /// <summary>Opens an import; a refusal of it is the problem that discovery states.</summary>
    Task StartImportAsync(ImportStart start, CancellationToken cancellationToken);

    Task PutChunkAsync(string store, string import, int number, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <param name="store">The store.</param>
    /// <param name="import">The import.</param>
    /// <param name="chunks">How many were sent.</param>
    /// <param name="digest">Of the whole request: the same import with another one is refused as a conflict.</param>
    /// <param name="cancellationToken">The caller's.</param>
    Task<ImportStatus> CompleteImportAsync(string store, string import, int chunks, string digest, CancellationToken cancellationToken);

    /// <summary>Null when there is no such import.</summary>
    Task<ImportStatus?> GetImportAsync(string store, string import, CancellationToken cancellationToken);

    /// <summary>The learned models of a store; null when it has no catalogue.</summary>
    Task<ModelStatus?> GetModelsAsync(string store, CancellationToken cancellationToken);

    /// <summary>Asks for a job that learns anew; null when the store has no catalogue.</summary>
    Task<ModelStatus?> RebuildModelsAsync(string store, CancellationToken cancellationToken);

    /// <summary>Null when there is no version before the one in force.</summary>
    Task<ModelStatus?> RollBackModelsAsync(string store, CancellationToken cancellationToken);

    /// <summary>Null when the version is not kept.</summary>
    Task<ModelStatus?> ActivateModelAsync(string store, string version, CancellationToken cancellationToken);

    Task<SnapshotList> ListSnapshotsAsync(CancellationToken cancellationToken);

    /// <summary>The part as it came; null when that version is gone.</summary>
    Task<byte[]?> GetSnapshotPartAsync(string store, string version, int part, CancellationToken cancellationToken);
}
