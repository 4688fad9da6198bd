using System.Diagnostics.CodeAnalysis;
using Personalization.Sidecar.Components;
using Personalization.Sidecar.Resources;
using Personalization.Sidecar.Secrets;

namespace Personalization.Sidecar.Invocation;

/// <summary>The servers outside of Dapr that an app may invoke: those that HTTPEndpoint resources name, and any by its address.</summary>
internal sealed class HttpEndpoints(IReadOnlyList<HttpEndpointResource> resources) : IAsyncDisposable
{
    private readonly Dictionary<string, HttpEndpointChannel> _byName = new(StringComparer.Ordinal);
    private HttpMessageInvoker? _shared;

    public IEnumerable<string> Names => resources.Select(resource => resource.Name);

    /// <summary>Asks for the secrets the resources refer to, and makes the ways there.</summary>
    /// <exception cref="ResourceException">A secret store is not there, or a certificate is none.</exception>
    public async Task OpenAsync(ComponentSet components, ILogger logger, CancellationToken cancellationToken)
    {
        foreach (var resource in resources)
        {
            var headers = await ResolveAsync(resource, resource.Headers, components, logger, cancellationToken);
            var tls = await ResolveAsync(resource, resource.Tls, components, logger, cancellationToken);
            _byName[resource.Name] = new HttpEndpointChannel(
                resource.BaseUrl,
                [.. headers.Select(header => KeyValuePair.Create(header.Name, header.Value))],
                Tls(resource, tls));
        }
    }

    public bool TryGet(string nameOrAddress, [NotNullWhen(true)] out HttpEndpointChannel? channel)
    {
        if (_byName.Count > 0 && _byName.TryGetValue(nameOrAddress, out channel))
        {
            return true;
        }

        channel = null;
        if (!nameOrAddress.StartsWith("http", StringComparison.Ordinal)
            || !Uri.TryCreate(nameOrAddress, UriKind.Absolute, out var address)
            || address.Scheme is not ("http" or "https"))
        {
            return false;
        }

        channel = new HttpEndpointChannel(address, LazyInitializer.EnsureInitialized(ref _shared, () => HttpEndpointChannel.CreateClient(null)));
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in _byName.Values)
        {
            await channel.DisposeAsync();
        }

        _shared?.Dispose();
    }

    private static async Task<IReadOnlyList<ComponentProperty>> ResolveAsync(
        HttpEndpointResource resource,
        IReadOnlyList<ComponentProperty> properties,
        ComponentSet components,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        if (properties.FirstOrDefault(property => property.Secret is not null) is not { } reference)
        {
            return properties;
        }

        return resource.SecretStore is { } name && components.TryGet<ISecretStore>(name, out var store)
            ? await SecretReferences.ResolveAsync(properties, store, name, logger, cancellationToken)
            : throw SecretReferences.StoreMissing(reference, resource.SecretStore);
    }

    private static ClientTls? Tls(HttpEndpointResource resource, IReadOnlyList<ComponentProperty> properties)
    {
        try
        {
            return ClientTls.Read(Value(HttpEndpointReader.RootCa), Value(HttpEndpointReader.Certificate), Value(HttpEndpointReader.PrivateKey));
        }
        catch (Exception e) when (e is IOException or ArgumentException or System.Security.Cryptography.CryptographicException)
        {
            throw new ResourceException(resource.Location, "spec.clientTLS", $"cannot be used: {e.Message}");
        }

        string? Value(string name) => properties.FirstOrDefault(property => property.Name == name)?.Value is { Length: > 0 } value ? value : null;
    }
}
