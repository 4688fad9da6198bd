using System.Text.Json;
using Dapr.Actors.Runtime;

namespace Personalization.Profiles.Tests.Shoppers;

/// <summary>What the SDK's state manager does for one activation, over <see cref="FakeStateStore"/>; only what the actor uses.</summary>
internal sealed class FakeStateManager(FakeStateStore store) : IActorStateManager
{
    private static readonly JsonSerializerOptions Json = Api.Startup.ProfilesStateJson.SdkOptions();

    private readonly Dictionary<string, byte[]?> _cache = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);

    public Task<ConditionalValue<T>> TryGetStateAsync<T>(string stateName, CancellationToken cancellationToken = default)
    {
        if (!_cache.TryGetValue(stateName, out var bytes))
        {
            bytes = store.Load(stateName);
            if (bytes is not null)
            {
                _cache[stateName] = bytes;
            }
        }

        return Task.FromResult(bytes is null ? new ConditionalValue<T>(false, default!) : new ConditionalValue<T>(true, JsonSerializer.Deserialize<T>(bytes, Json)!));
    }

    public Task SetStateAsync<T>(string stateName, T value, CancellationToken cancellationToken = default)
    {
        _cache[stateName] = JsonSerializer.SerializeToUtf8Bytes(value, Json);
        _changed.Add(stateName);
        return Task.CompletedTask;
    }

    public Task<bool> TryRemoveStateAsync(string stateName, CancellationToken cancellationToken = default)
    {
        var known = _cache.TryGetValue(stateName, out var bytes) ? bytes is not null : store.Load(stateName) is not null;
        _cache[stateName] = null;
        _changed.Add(stateName);
        return Task.FromResult(known);
    }

    public Task SaveStateAsync(CancellationToken cancellationToken = default)
    {
        store.Save(_changed.ToDictionary(key => key, key => _cache[key]));
        _changed.Clear();
        return Task.CompletedTask;
    }

    public Task ClearCacheAsync(CancellationToken cancellationToken = default)
    {
        _cache.Clear();
        _changed.Clear();
        return Task.CompletedTask;
    }

    public Task UnloadStateAsync(string stateName, UnloadStateOptions? options = null, CancellationToken cancellationToken = default)
    {
        _changed.ShouldNotContain(stateName);
        _cache.Remove(stateName);
        return Task.CompletedTask;
    }

    public Task AddStateAsync<T>(string stateName, T value, CancellationToken cancellationToken = default) => throw Unused();

    public Task AddStateAsync<T>(string stateName, T value, TimeSpan ttl, CancellationToken cancellationToken = default) => throw Unused();

    public Task<T> GetStateAsync<T>(string stateName, CancellationToken cancellationToken = default) => throw Unused();

    public Task SetStateAsync<T>(string stateName, T value, TimeSpan ttl, CancellationToken cancellationToken = default) => throw Unused();

    public Task RemoveStateAsync(string stateName, CancellationToken cancellationToken = default) => throw Unused();

    public Task<bool> TryAddStateAsync<T>(string stateName, T value, CancellationToken cancellationToken = default) => throw Unused();

    public Task<bool> TryAddStateAsync<T>(string stateName, T value, TimeSpan ttl, CancellationToken cancellationToken = default) => throw Unused();

    public Task<bool> ContainsStateAsync(string stateName, CancellationToken cancellationToken = default) => throw Unused();

    public Task<T> GetOrAddStateAsync<T>(string stateName, T value, CancellationToken cancellationToken = default) => throw Unused();

    public Task<T> GetOrAddStateAsync<T>(string stateName, T value, TimeSpan ttl, CancellationToken cancellationToken = default) => throw Unused();

    public Task<T> AddOrUpdateStateAsync<T>(string stateName, T addValue, Func<string, T, T> updateValueFactory, CancellationToken cancellationToken = default) => throw Unused();

    public Task<T> AddOrUpdateStateAsync<T>(string stateName, T addValue, Func<string, T, T> updateValueFactory, TimeSpan ttl, CancellationToken cancellationToken = default) => throw Unused();

    private static NotSupportedException Unused() => new("The actor does not use this member.");
}
