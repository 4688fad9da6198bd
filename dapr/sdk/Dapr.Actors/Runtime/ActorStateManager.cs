namespace Dapr.Actors.Runtime;

/// <summary>
/// Keeps what an actor read and changed. A reentrant call has a cache of its own, because the calls it is nested in have changes that are not yet saved.
/// </summary>
internal sealed class ActorStateManager(Actor actor) : IActorStateManager
{
    private readonly Dictionary<string, ActorStateEntry> _entries = new(StringComparer.Ordinal);
    private readonly AsyncLocal<Dictionary<string, ActorStateEntry>?> _reentrantEntries = new();

    private Dictionary<string, ActorStateEntry> Entries => _reentrantEntries.Value ?? _entries;

    private ActorStateStore Store => actor.Host.StateStore ?? throw new InvalidOperationException(
        "The actor was initialized without a state provider, and so cannot interact with state. If this is inside a unit test, replace Actor.StateManager with a mock.");

    private DateTimeOffset Now => Store.Time.GetUtcNow();

    public void BeginReentrantCall() => _reentrantEntries.Value = new(StringComparer.Ordinal);

    public void EndReentrantCall() => _reentrantEntries.Value = null;

    public Task UnloadStateAsync(string stateName, UnloadStateOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stateName);
        _ = Store;
        if (Entries.TryGetValue(stateName, out var entry) && entry.Change != StateChangeKind.None && options?.AllowUnloadingWhenStateModified != true)
        {
            throw new InvalidOperationException($"Cannot unload state '{stateName}' because it has been modified and not yet persisted. Set AllowUnloadingWhenStateModified to true to override.");
        }

        Entries.Remove(stateName);
        return Task.CompletedTask;
    }

    public async Task AddStateAsync<T>(string stateName, T value, CancellationToken cancellationToken = default)
    {
        if (!await TryAddStateAsync(stateName, value, cancellationToken).ConfigureAwait(false))
        {
            throw AlreadyExists(stateName);
        }
    }

    public async Task AddStateAsync<T>(string stateName, T value, TimeSpan ttl, CancellationToken cancellationToken = default)
    {
        if (!await TryAddStateAsync(stateName, value, ttl, cancellationToken).ConfigureAwait(false))
        {
            throw AlreadyExists(stateName);
        }
    }

    public Task<bool> TryAddStateAsync<T>(string stateName, T value, CancellationToken cancellationToken = default) =>
        TryAddAsync(stateName, value, ttl: null, cancellationToken);

    public Task<bool> TryAddStateAsync<T>(string stateName, T value, TimeSpan ttl, CancellationToken cancellationToken = default) =>
        TryAddAsync(stateName, value, ttl, cancellationToken);

    public async Task<T> GetStateAsync<T>(string stateName, CancellationToken cancellationToken = default)
    {
        var found = await TryGetStateAsync<T>(stateName, cancellationToken).ConfigureAwait(false);
        return found.HasValue ? found.Value : throw NotFound(stateName);
    }

    public async Task<ConditionalValue<T>> TryGetStateAsync<T>(string stateName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stateName);
        if (Entries.TryGetValue(stateName, out var entry))
        {
            return entry.IsGone(Now) ? new ConditionalValue<T>(false, default!) : new ConditionalValue<T>(true, (T)entry.Value!);
        }

        return await LoadAsync<T>(stateName, cancellationToken).ConfigureAwait(false) is { } loaded
            ? new ConditionalValue<T>(true, (T)loaded.Value!)
            : new ConditionalValue<T>(false, default!);
    }

    public Task SetStateAsync<T>(string stateName, T value, CancellationToken cancellationToken = default) =>
        SetAsync(stateName, value, ttl: null);

    public Task SetStateAsync<T>(string stateName, T value, TimeSpan ttl, CancellationToken cancellationToken = default) =>
        SetAsync(stateName, value, ttl);

    public async Task RemoveStateAsync(string stateName, CancellationToken cancellationToken = default)
    {
        if (!await TryRemoveStateAsync(stateName, cancellationToken).ConfigureAwait(false))
        {
            throw NotFound(stateName);
        }
    }

    public async Task<bool> TryRemoveStateAsync(string stateName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stateName);
        if (!Entries.TryGetValue(stateName, out var entry))
        {
            if (!await ContainsInStoreAsync(stateName, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            Entries.Add(stateName, new ActorStateEntry(typeof(object), null, StateChangeKind.Remove, expires: null));
            return true;
        }

        if (entry.IsExpired(Now))
        {
            Entries.Remove(stateName);
            return false;
        }

        switch (entry.Change)
        {
            case StateChangeKind.Remove:
                return false;
            case StateChangeKind.Add:
                Entries.Remove(stateName);
                return true;
            default:
                entry.Change = StateChangeKind.Remove;
                return true;
        }
    }

    public async Task<bool> ContainsStateAsync(string stateName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stateName);
        return Entries.TryGetValue(stateName, out var entry)
            ? entry.Change != StateChangeKind.Remove
            : await ContainsInStoreAsync(stateName, cancellationToken).ConfigureAwait(false);
    }

    public Task<T> GetOrAddStateAsync<T>(string stateName, T value, CancellationToken cancellationToken = default) =>
        GetOrAddAsync(stateName, value, ttl: null, cancellationToken);

    public Task<T> GetOrAddStateAsync<T>(string stateName, T value, TimeSpan ttl, CancellationToken cancellationToken = default) =>
        GetOrAddAsync(stateName, value, ttl, cancellationToken);

    public Task<T> AddOrUpdateStateAsync<T>(string stateName, T addValue, Func<string, T, T> updateValueFactory, CancellationToken cancellationToken = default) =>
        AddOrUpdateAsync(stateName, addValue, updateValueFactory, ttl: null, cancellationToken);

    public Task<T> AddOrUpdateStateAsync<T>(string stateName, T addValue, Func<string, T, T> updateValueFactory, TimeSpan ttl, CancellationToken cancellationToken = default) =>
        AddOrUpdateAsync(stateName, addValue, updateValueFactory, ttl, cancellationToken);

    public Task ClearCacheAsync(CancellationToken cancellationToken = default)
    {
        _ = Store;
        Entries.Clear();
        return Task.CompletedTask;
    }

    public async Task SaveStateAsync(CancellationToken cancellationToken = default)
    {
        var entries = Entries;
        List<ActorStateChange>? changes = null;
        foreach (var (name, entry) in entries)
        {
            if (entry.Change != StateChangeKind.None)
            {
                (changes ??= []).Add(new ActorStateChange(name, entry.Type, entry.Value, entry.Change, entry.Expires));
            }
        }

        if (changes is null)
        {
            _ = Store;
            return;
        }

        await Store.SaveAsync(actor.Host.ActorTypeInfo.ActorTypeName, actor.Id.GetId(), changes, cancellationToken).ConfigureAwait(false);
        foreach (var change in changes)
        {
            if (change.ChangeKind == StateChangeKind.Remove)
            {
                entries.Remove(change.StateName);
            }
            else
            {
                entries[change.StateName].Change = StateChangeKind.None;
            }
        }
    }

    private static InvalidOperationException AlreadyExists(string stateName) => new($"The actor state name '{stateName}' already exist.");

    private static KeyNotFoundException NotFound(string stateName) => new($"Actor State with name {stateName} was not found.");

    private DateTimeOffset? ExpiryOf(TimeSpan? ttl) => ttl is { } given ? Now.Add(given) : null;

    private ActorStateEntry Create<T>(T value, StateChangeKind change, TimeSpan? ttl) => new(typeof(T), value, change, ExpiryOf(ttl));

    private Task<bool> ContainsInStoreAsync(string stateName, CancellationToken cancellationToken) =>
        Store.ContainsAsync(actor.Host.ActorTypeInfo.ActorTypeName, actor.Id.GetId(), stateName, cancellationToken);

    private async Task<ActorStateEntry?> LoadAsync<T>(string stateName, CancellationToken cancellationToken)
    {
        var loaded = await Store.LoadAsync<T>(actor.Host.ActorTypeInfo.ActorTypeName, actor.Id.GetId(), stateName, cancellationToken).ConfigureAwait(false);
        if (loaded is not null)
        {
            Entries.Add(stateName, loaded);
        }

        return loaded;
    }

    private async Task<bool> TryAddAsync<T>(string stateName, T value, TimeSpan? ttl, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stateName);
        if (Entries.TryGetValue(stateName, out var entry))
        {
            if (!entry.IsGone(Now))
            {
                return false;
            }

            Entries[stateName] = Create(value, StateChangeKind.Update, ttl);
            return true;
        }

        if (await ContainsInStoreAsync(stateName, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        Entries[stateName] = Create(value, StateChangeKind.Add, ttl);
        return true;
    }

    /// <summary>The store need not be asked whether the state exists: adding and replacing are the same operation there.</summary>
    private Task SetAsync<T>(string stateName, T value, TimeSpan? ttl)
    {
        ArgumentNullException.ThrowIfNull(stateName);
        if (Entries.TryGetValue(stateName, out var entry))
        {
            entry.Set(typeof(T), value, ExpiryOf(ttl));
        }
        else
        {
            Entries.Add(stateName, Create(value, StateChangeKind.Update, ttl));
        }

        return Task.CompletedTask;
    }

    private async Task<T> GetOrAddAsync<T>(string stateName, T value, TimeSpan? ttl, CancellationToken cancellationToken)
    {
        var found = await TryGetStateAsync<T>(stateName, cancellationToken).ConfigureAwait(false);
        if (found.HasValue)
        {
            return found.Value;
        }

        var change = Entries.TryGetValue(stateName, out var entry) && entry.Change == StateChangeKind.Remove ? StateChangeKind.Update : StateChangeKind.Add;
        Entries[stateName] = Create(value, change, ttl);
        return value;
    }

    /// <summary>An update keeps the expiry of what it updates when that was already read, and sets the new one otherwise; so does the official SDK.</summary>
    private async Task<T> AddOrUpdateAsync<T>(string stateName, T addValue, Func<string, T, T> updateValueFactory, TimeSpan? ttl, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stateName);
        if (Entries.TryGetValue(stateName, out var entry))
        {
            if (entry.Change == StateChangeKind.Remove)
            {
                Entries[stateName] = Create(addValue, StateChangeKind.Update, ttl);
                return addValue;
            }

            var changed = updateValueFactory(stateName, (T)entry.Value!);
            entry.Set(typeof(T), changed, entry.Expires);
            return changed;
        }

        if (await LoadAsync<T>(stateName, cancellationToken).ConfigureAwait(false) is { } loaded)
        {
            var changed = updateValueFactory(stateName, (T)loaded.Value!);
            loaded.Set(typeof(T), changed, ExpiryOf(ttl));
            return changed;
        }

        Entries[stateName] = Create(addValue, StateChangeKind.Add, ttl);
        return addValue;
    }
}
