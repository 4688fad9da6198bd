using System.Diagnostics.CodeAnalysis;
using Personalization.Sidecar.Resources;

namespace Personalization.Sidecar.Components;

/// <summary>The components one app sees, by name.</summary>
internal sealed class ComponentSet(IReadOnlyList<LoadedComponent> all) : IAsyncDisposable
{
    private readonly Dictionary<string, LoadedComponent> _byName = all.ToDictionary(c => c.Name, StringComparer.Ordinal);

    public IReadOnlyList<LoadedComponent> All { get; private set; } = all;

    /// <summary>Components that cannot be made before a secret store has given what they refer to.</summary>
    public IReadOnlyList<ComponentResource> Waiting { get; init; } = [];

    public void Add(LoadedComponent component)
    {
        All = [.. All, component];
        _byName.Add(component.Name, component);
    }

    /// <summary>Takes out a component that could not be opened.</summary>
    public void Drop(LoadedComponent component)
    {
        All = [.. All.Where(c => c != component)];
        _byName.Remove(component.Name);
    }

    /// <summary>Finds a component of a kind, e.g. <c>TryGet&lt;IStateStore&gt;("statestore")</c>.</summary>
    public bool TryGet<T>(string name, [NotNullWhen(true)] out T? component)
        where T : class, IComponent
    {
        component = _byName.TryGetValue(name, out var loaded) ? loaded.Component as T : null;
        return component is not null;
    }

    /// <summary>All components of a kind, in load order.</summary>
    public IEnumerable<(LoadedComponent Loaded, T Component)> OfKind<T>()
        where T : class, IComponent
    {
        foreach (var loaded in All)
        {
            if (loaded.Component is T component)
            {
                yield return (loaded, component);
            }
        }
    }

    /// <summary>Closes all, last loaded first.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var i = All.Count - 1; i >= 0; i--)
        {
            await All[i].Component.DisposeAsync();
        }
    }
}
