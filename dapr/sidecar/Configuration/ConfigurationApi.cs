using System.Collections.Concurrent;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Resiliency;
using Personalization.Sidecar.Telemetry;

namespace Personalization.Sidecar.Configuration;

/// <summary>
/// Configuration of one app, over any face: finds the store, keeps the subscriptions, applies the store's outbound resiliency, and turns failures
/// into daprd's codes.
/// </summary>
internal sealed class ConfigurationApi(AppRuntime app)
{
    /// <summary>Subscriptions of one app at a time: a client that forgets to end them is refused before it exhausts the store.</summary>
    private const int MaxSubscriptions = 1_000;

    private const int BadRequest = 400;
    private const int Failed = 500;

    private readonly ConcurrentDictionary<(string Store, string Id), IAsyncDisposable> _subscriptions = new();

    /// <exception cref="DaprApiException">No such store, or it failed.</exception>
    public async Task<IReadOnlyDictionary<string, ConfigurationItem>> GetAsync(
        string storeName,
        IReadOnlyList<string> keys,
        IReadOnlyDictionary<string, string> metadata,
        CancellationToken cancellationToken)
    {
        var store = Store(storeName);
        try
        {
            return await app.Metrics.MeasureAsync(
                ComponentActivity.Configuration,
                storeName,
                "get",
                app.Services.Time,
                () => Pipeline(storeName).RunAsync(token => store.GetAsync(keys, metadata, token), cancellationToken: cancellationToken));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failure(ConfigurationErrorCodes.Get, $"failed to get {Text(keys)} from Configuration store {storeName}: {e.Message}", e);
        }
    }

    /// <summary>Begins to tell changes; until <see cref="UnsubscribeAsync"/> or the sidecar's stop.</summary>
    /// <returns>The subscription's id.</returns>
    /// <exception cref="DaprApiException">No such store, too many subscriptions, or it failed.</exception>
    public async Task<string> SubscribeAsync(
        string storeName,
        IReadOnlyList<string> keys,
        IReadOnlyDictionary<string, string> metadata,
        Func<ConfigurationUpdate, CancellationToken, Task> changed,
        CancellationToken cancellationToken)
    {
        var store = Store(storeName);
        if (_subscriptions.Count >= MaxSubscriptions)
        {
            throw Failure(
                ConfigurationErrorCodes.Subscribe,
                $"failed to subscribe {Text(keys)} from Configuration store {storeName}: more than {MaxSubscriptions} subscriptions; unsubscribe those not needed");
        }

        var id = Guid.NewGuid().ToString();
        try
        {
            var watch = await Pipeline(storeName).RunAsync(
                token => store.WatchAsync(keys, metadata, (items, stopping) => changed(new ConfigurationUpdate(id, items), stopping), token),
                cancellationToken: cancellationToken);
            _subscriptions[(storeName, id)] = watch;
            return id;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failure(ConfigurationErrorCodes.Subscribe, $"failed to subscribe {Text(keys)} from Configuration store {storeName}: {e.Message}", e);
        }
    }

    /// <exception cref="DaprApiException">No such store, or no such subscription.</exception>
    public async Task UnsubscribeAsync(string storeName, string id)
    {
        Store(storeName);
        if (!_subscriptions.TryRemove((storeName, id), out var watch))
        {
            throw Failure(
                ConfigurationErrorCodes.Unsubscribe,
                $"failed to unsubscribe to configuration request {id}: subscription with id {id} does not exist");
        }

        await watch.DisposeAsync();
    }

    /// <summary>Ends all subscriptions.</summary>
    public async Task StopAsync()
    {
        foreach (var key in _subscriptions.Keys)
        {
            if (_subscriptions.TryRemove(key, out var watch))
            {
                await watch.DisposeAsync();
            }
        }
    }

    private static string Text(IReadOnlyList<string> keys) => $"[{string.Join(' ', keys)}]";

    private static DaprApiException Failure(string code, string message, Exception? inner = null) => new(Failed, code, message, inner);

    private ResiliencyPipeline Pipeline(string store) => app.Resiliency.ForOutbound(store, ResiliencyPolicies.Configuration);

    private IConfigurationStore Store(string name)
    {
        if (app.Components.TryGet<IConfigurationStore>(name, out var store))
        {
            return store;
        }

        throw app.Components.OfKind<IConfigurationStore>().Any()
            ? new DaprApiException(BadRequest, ConfigurationErrorCodes.NotFound, $"configuration store {name} not found")
            : new DaprApiException(Failed, ConfigurationErrorCodes.NotConfigured, "configuration stores not configured");
    }
}
