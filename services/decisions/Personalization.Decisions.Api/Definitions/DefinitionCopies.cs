using System.Collections.Concurrent;
using Personalization.Decisions.Api.State;
using Personalization.Decisions.Contracts;

namespace Personalization.Decisions.Api.Definitions;

/// <summary>This process's copies of all definitions, and the look that renews those that changed.</summary>
internal sealed class DefinitionCopies(IDecisionsState state, IEnumerable<IDefinitionKind> kinds) : IDisposable
{
    private readonly Dictionary<string, IDefinitionKind> _kinds = kinds.ToDictionary(kind => kind.Name, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Copy> _copies = [];
    private readonly SemaphoreSlim _looking = new(1, 1);
    private volatile bool _loaded;

    /// <summary>Returns once the definitions were read at least once: before, nobody knows what is forbidden.</summary>
    /// <exception cref="StateUnavailableException">They cannot be read.</exception>
    public Task EnsureLoadedAsync(CancellationToken cancellationToken) => _loaded ? Task.CompletedTask : LookAsync(cancellationToken);

    /// <summary>Takes over what changed.</summary>
    /// <exception cref="StateUnavailableException">It cannot be read; the copies at hand stand.</exception>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        await _looking.WaitAsync(cancellationToken);
        try
        {
            var (index, _) = await state.GetAsync(StateKeys.Definitions, StateJson.Default.DefinitionIndex, cancellationToken);
            foreach (var (name, version) in index?.Versions ?? new Dictionary<string, long>())
            {
                if (!_copies.TryGetValue(name, out var copy) || copy.Version < version)
                {
                    await TakeAsync(name, copy, cancellationToken);
                }
            }

            _loaded = true;
        }
        finally
        {
            _looking.Release();
        }
    }

    public void Dispose() => _looking.Dispose();

    private async Task TakeAsync(string name, Copy? before, CancellationToken cancellationToken)
    {
        var (kind, store) = (name[..name.IndexOf(':', StringComparison.Ordinal)], name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        if (!_kinds.TryGetValue(kind, out var taker))
        {
            return; // Of a newer program beside this one.
        }

        var (manifest, _) = await state.GetAsync(StateKeys.DefinitionSet(kind, store), StateJson.Default.DefinitionManifest, cancellationToken);
        var standing = (manifest?.Entries ?? new Dictionary<string, DefinitionEntry>()).Where(entry => !entry.Value.Deleted).ToDictionary(StringComparer.Ordinal);
        string[] unknown = [.. standing.Values.Select(entry => entry.Key).Where(key => before?.Records.ContainsKey(key) != true)];
        var read = await state.GetManyAsync(unknown, StateJson.Default.DefinitionRecord, cancellationToken);
        var records = unknown.Zip(read).Where(pair => pair.Second.Value is not null).ToDictionary(pair => pair.First, pair => pair.Second.Value!.Version, StringComparer.Ordinal);
        var definitions = new Dictionary<string, DefinitionVersion>(StringComparer.Ordinal);
        foreach (var (id, entry) in standing)
        {
            if (records.TryGetValue(entry.Key, out var record) || before?.Records.TryGetValue(entry.Key, out record) == true)
            {
                definitions[id] = record!;
                records[entry.Key] = record!;
            }
        }

        taker.Publish(store, definitions);
        _copies[name] = new Copy(manifest?.Version ?? 0, standing.Values.Select(entry => entry.Key).Where(records.ContainsKey).ToDictionary(key => key, key => records[key], StringComparer.Ordinal));
    }

    private sealed record Copy(long Version, Dictionary<string, DefinitionVersion> Records);
}
