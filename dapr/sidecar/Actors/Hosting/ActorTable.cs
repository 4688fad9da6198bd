using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Personalization.Sidecar.Actors.Hosting;

/// <summary>
/// Every actor that is active in this process, or was a moment ago. Where an actor lives is decided inside its turn, so that it moves
/// between two turns and is never active at two hosts.
/// </summary>
internal sealed class ActorTable
{
    private readonly ConcurrentDictionary<ActorKey, ActiveActor> _actors = new();

    /// <summary>Where reminders of an app are kept and fired: by one of its replicas.</summary>
    public ConcurrentDictionary<string, Reminders.ReminderDuty> Duties { get; } = new(StringComparer.Ordinal);

    public bool TryGet(ActorKey key, [NotNullWhen(true)] out ActiveActor? actor) => _actors.TryGetValue(key, out actor);

    public ActiveActor GetOrAdd(ActorKey key, ActorTypeOptions options, long now) =>
        _actors.TryGetValue(key, out var actor) ? actor : _actors.GetOrAdd(key, new ActiveActor(key, options) { LastUsed = now });

    public void Remove(ActiveActor actor) => _actors.TryRemove(KeyValuePair.Create(actor.Key, actor));

    /// <summary>The actors that live at a host.</summary>
    public IEnumerable<ActiveActor> At(ActorHost host) => _actors.Select(entry => entry.Value).Where(actor => actor.Host == host);

    /// <summary>The actors that nobody called for as long as their type allows, and that live at a host, or, being of its types, nowhere: their host went away.</summary>
    public IEnumerable<ActiveActor> IdleAt(ActorHost host, TimeProvider time) => _actors.Select(entry => entry.Value)
        .Where(actor => time.GetElapsedTime(actor.LastUsed) >= actor.Options.IdleTimeout && (actor.Host == host || (actor.Host is null && host.Types.ContainsKey(actor.Key.Type))));
}
