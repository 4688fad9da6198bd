using System.Net.Mime;
using System.Text;
using System.Text.Json;

namespace Dapr.Client;

internal partial class DaprHttpClient
{
    protected const string SecretFailure = "Secret operation failed: the Dapr endpoint indicated a failure. See InnerException for details.";
    protected const string GetMetadataFailure = "Get metadata operation failed: the Dapr endpoint indicated a failure. See InnerException for details.";
    protected const string SetMetadataFailure = "Set metadata operation failed: the Dapr endpoint indicated a failure. See InnerException for details.";
    protected const string ShutdownFailure = "Shutdown operation failed: the Dapr endpoint indicated a failure. See InnerException for details.";
    private static readonly TimeSpan HealthPollInterval = TimeSpan.FromMilliseconds(500);

    public override async Task<Dictionary<string, string>> GetSecretAsync(string storeName, string key, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        ArgumentException.ThrowIfNullOrEmpty(key);
        using var secret = await GetSecretDocumentAsync(new SidecarPath("/v1.0/secrets").Segment(storeName).Segment(key), metadata, cancellationToken).ConfigureAwait(false);
        return ToDictionary(secret.RootElement);
    }

    public override async Task<Dictionary<string, Dictionary<string, string>>> GetBulkSecretAsync(string storeName, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        using var secrets = await GetSecretDocumentAsync(new SidecarPath("/v1.0/secrets").Segment(storeName).Segment("bulk"), metadata, cancellationToken).ConfigureAwait(false);
        return secrets.RootElement.EnumerateObject().ToDictionary(secret => secret.Name, secret => ToDictionary(secret.Value), StringComparer.Ordinal);
    }

    public override Task<bool> CheckHealthAsync(CancellationToken cancellationToken = default) =>
        CheckAsync(new SidecarPath("/v1.0/healthz"), cancellationToken);

    public override Task<bool> CheckOutboundHealthAsync(CancellationToken cancellationToken = default) =>
        CheckAsync(new SidecarPath("/v1.0/healthz/outbound"), cancellationToken);

    public override async Task WaitForSidecarAsync(CancellationToken cancellationToken = default)
    {
        while (!await CheckOutboundHealthAsync(cancellationToken).ConfigureAwait(false))
        {
            await Task.Delay(HealthPollInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    public override async Task ShutdownSidecarAsync(CancellationToken cancellationToken = default)
    {
        using var _ = await SendAsync(HttpMethod.Post, new SidecarPath("/v1.0/shutdown"), null, ShutdownFailure, cancellationToken).ConfigureAwait(false);
    }

    public override async Task<DaprMetadata> GetMetadataAsync(CancellationToken cancellationToken = default)
    {
        using var response = await SendAsync(HttpMethod.Get, new SidecarPath("/v1.0/metadata"), null, GetMetadataFailure, cancellationToken).ConfigureAwait(false);
        using var document = await ReadDocumentAsync(response, GetMetadataFailure, cancellationToken).ConfigureAwait(false);
        var root = document.RootElement;
        var actors = root.TryGetProperty("actorRuntime", out var runtime) && runtime.ValueKind == JsonValueKind.Object ? Items(runtime, "activeActors") : Items(root, "actors");
        return new DaprMetadata(
            Member(root, "id"),
            actors.Select(actor => new DaprActorMetadata(Member(actor, "type"), actor.TryGetProperty("count", out var count) ? count.GetInt32() : 0)).ToList(),
            root.TryGetProperty("extended", out var extended) && extended.ValueKind == JsonValueKind.Object ? ToDictionary(extended) : [],
            Items(root, "components").Select(component => new DaprComponentsMetadata(
                Member(component, "name"),
                Member(component, "type"),
                Member(component, "version"),
                Items(component, "capabilities").Select(capability => capability.GetString() ?? string.Empty).ToArray())).ToList());
    }

    public override async Task SetMetadataAsync(string attributeName, string attributeValue, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(attributeName);
        var content = Bytes(Encoding.UTF8.GetBytes(attributeValue ?? string.Empty), MediaTypeNames.Text.Plain);
        using var _ = await SendAsync(HttpMethod.Put, new SidecarPath("/v1.0/metadata").Segment(attributeName), content, SetMetadataFailure, cancellationToken).ConfigureAwait(false);
    }

    private static Dictionary<string, string> ToDictionary(JsonElement element) =>
        element.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.ToString(), StringComparer.Ordinal);

    private static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        element.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : Enumerable.Empty<JsonElement>();

    private async Task<JsonDocument> GetSecretDocumentAsync(SidecarPath path, IReadOnlyDictionary<string, string>? metadata, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path.Metadata(metadata), null, SecretFailure, cancellationToken).ConfigureAwait(false);
        return await ReadDocumentAsync(response, SecretFailure, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> CheckAsync(SidecarPath path, CancellationToken cancellationToken)
    {
        using var request = CreateRequest(HttpMethod.Get, path);
        try
        {
            using var response = await _invocations.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
