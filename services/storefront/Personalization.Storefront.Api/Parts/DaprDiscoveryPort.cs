using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.Naming;
using Personalization.Discovery.Contracts;
using Personalization.Storefront.Api.Options;

namespace Personalization.Storefront.Api.Parts;

/// <summary>Discovery by service invocation.</summary>
internal sealed class DaprDiscoveryPort(IOptions<BudgetOptions> budgets) : IDiscoveryPort
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeHeaderValue Bytes = new("application/octet-stream");

    private readonly InvokedService _discovery = new(AppIds.Discovery, budgets.Value.Call);

    public Task<ListReply> SearchAsync(SearchRequest request, CancellationToken cancellationToken) =>
        _discovery.PostAsync(DiscoveryRoutes.Search, request, DiscoveryJson.Default.SearchRequest, ListReply.Read, cancellationToken);

    public Task<SuggestReply> SuggestAsync(SuggestRequest request, CancellationToken cancellationToken) =>
        _discovery.PostAsync(DiscoveryRoutes.Suggest, request, DiscoveryJson.Default.SuggestRequest, DiscoveryJson.Default.SuggestReply, cancellationToken);

    public Task<ListReply> RecommendAsync(RecommendRequest request, CancellationToken cancellationToken) =>
        _discovery.PostAsync(DiscoveryRoutes.Recommend, request, DiscoveryJson.Default.RecommendRequest, ListReply.Read, cancellationToken);

    public Task<Product?> GetProductAsync(string store, string product, CancellationToken cancellationToken) =>
        _discovery.GetAsync(Path(DiscoveryRoutes.Products, store, product), DiscoveryJson.Default.Product, cancellationToken);

    public Task StartImportAsync(ImportStart start, CancellationToken cancellationToken) =>
        _discovery.SendBytesAsync(
            HttpMethod.Post, DiscoveryRoutes.Imports, JsonSerializer.SerializeToUtf8Bytes(start, DiscoveryJson.Default.ImportStart), Json, cancellationToken);

    public Task PutChunkAsync(string store, string import, int number, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        _discovery.SendBytesAsync(
            HttpMethod.Put, Path(DiscoveryRoutes.Imports, store, import, "chunks", Number(number)), bytes, Bytes, cancellationToken);

    public Task<ImportStatus> CompleteImportAsync(string store, string import, int chunks, string digest, CancellationToken cancellationToken) =>
        _discovery.PostEmptyAsync(
            Path(DiscoveryRoutes.Imports, store, import, "complete") + $"?chunks={Number(chunks)}&digest={digest}", DiscoveryJson.Default.ImportStatus, cancellationToken);

    public Task<ImportStatus?> GetImportAsync(string store, string import, CancellationToken cancellationToken) =>
        _discovery.GetAsync(Path(DiscoveryRoutes.Imports, store, import), DiscoveryJson.Default.ImportStatus, cancellationToken);

    public Task<ModelStatus?> GetModelsAsync(string store, CancellationToken cancellationToken) =>
        _discovery.GetAsync(Path(DiscoveryRoutes.Models, store), DiscoveryJson.Default.ModelStatus, cancellationToken);

    public Task<ModelStatus?> RebuildModelsAsync(string store, CancellationToken cancellationToken) =>
        _discovery.TryPostEmptyAsync(Path(DiscoveryRoutes.Models, store, "rebuild"), DiscoveryJson.Default.ModelStatus, cancellationToken);

    public Task<ModelStatus?> RollBackModelsAsync(string store, CancellationToken cancellationToken) =>
        _discovery.TryPostEmptyAsync(Path(DiscoveryRoutes.Models, store, "rollback"), DiscoveryJson.Default.ModelStatus, cancellationToken);

    public Task<ModelStatus?> ActivateModelAsync(string store, string version, CancellationToken cancellationToken) =>
        _discovery.TryPostEmptyAsync(Path(DiscoveryRoutes.Models, store, "versions", version, "activate"), DiscoveryJson.Default.ModelStatus, cancellationToken);

    public async Task<SnapshotList> ListSnapshotsAsync(CancellationToken cancellationToken) =>
        await _discovery.GetAsync(DiscoveryRoutes.Snapshots, DiscoveryJson.Default.SnapshotList, cancellationToken) ?? new SnapshotList([]);

    public Task<byte[]?> GetSnapshotPartAsync(string store, string version, int part, CancellationToken cancellationToken) =>
        _discovery.GetBytesAsync(Path(DiscoveryRoutes.Snapshots, store, version, Number(part)), cancellationToken);

    private static string Path(string route, params string[] segments) =>
        $"{route}/{string.Join('/', segments.Select(Uri.EscapeDataString))}";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
