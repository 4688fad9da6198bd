using Personalization.Sidecar.Api;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Resiliency;
using Personalization.Sidecar.Resources;
using Personalization.Sidecar.Telemetry;

namespace Personalization.Sidecar.Secrets;

/// <summary>
/// The secrets an app may read, over any face: finds the store, holds to the configuration's scopes, applies the store's outbound
/// resiliency, and turns failures into daprd's codes.
/// </summary>
internal sealed class SecretsApi(AppRuntime app)
{
    private const int Unauthorized = 401;
    private const int Forbidden = 403;
    private const int Failed = 500;

    /// <exception cref="DaprApiException">No such store, not allowed, no such secret, or the store failed.</exception>
    public async Task<IReadOnlyDictionary<string, string>> GetAsync(
        string storeName,
        string secret,
        IReadOnlyDictionary<string, string> metadata,
        CancellationToken cancellationToken)
    {
        var store = Store(storeName);
        if (!Allows(storeName, secret))
        {
            throw new DaprApiException(Forbidden, SecretErrorCodes.Denied, $"access denied by policy to get \"{secret}\" from \"{storeName}\"");
        }

        try
        {
            return await MeasureAsync(storeName, "get", token => store.GetAsync(secret, metadata, token), cancellationToken)
                ?? throw new KeyNotFoundException($"secret {secret} not found");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DaprApiException(Failed, SecretErrorCodes.Get, $"failed getting secret with key {secret} from secret store {storeName}: {e.Message}", e);
        }
    }

    /// <summary>All secrets of a store that the app may read.</summary>
    /// <exception cref="DaprApiException">No such store, or it failed.</exception>
    public async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> GetAllAsync(
        string storeName,
        IReadOnlyDictionary<string, string> metadata,
        CancellationToken cancellationToken)
    {
        var store = Store(storeName);
        try
        {
            var all = await MeasureAsync(storeName, "bulk_get", token => store.GetAllAsync(metadata, token), cancellationToken);
            return all.Where(secret => Allows(storeName, secret.Key)).ToDictionary(StringComparer.Ordinal);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DaprApiException(Failed, SecretErrorCodes.Get, $"failed getting secrets from secret store {storeName}: {e.Message}", e);
        }
    }

    private Task<T> MeasureAsync<T>(string store, string operation, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) => app.Metrics.MeasureAsync(
        ComponentActivity.Secret,
        store,
        operation,
        app.Services.Time,
        () => app.Resiliency.ForOutbound(store, ResiliencyPolicies.SecretStore).RunAsync(call, cancellationToken: cancellationToken));

    private bool Allows(string store, string secret)
    {
        foreach (var scope in app.Resources.Configuration.SecretScopes)
        {
            if (scope.StoreName == store)
            {
                return scope.Allows(secret);
            }
        }

        return true;
    }

    private ISecretStore Store(string name)
    {
        if (app.Components.TryGet<ISecretStore>(name, out var store))
        {
            return store;
        }

        throw app.Components.OfKind<ISecretStore>().Any()
            ? new DaprApiException(Unauthorized, SecretErrorCodes.NotFound, $"failed finding secret store with key {name}")
            : new DaprApiException(Failed, SecretErrorCodes.NotConfigured, "secret store is not configured");
    }
}
