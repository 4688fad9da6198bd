using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Personalization.Sidecar.Actors.Hosting;
using Personalization.Sidecar.Workflows;

namespace Personalization.Sidecar.Hosting;

/// <summary>
/// The apps whose sidecars this process hosts, each by one replica or several. It stands in for mDNS and the placement service, so a call between
/// apps is one hop.
/// </summary>
internal sealed class SidecarRegistry
{
    private readonly Lock _gate = new();
    private volatile AppRuntime[] _all = [];
    private volatile Dictionary<string, AppRuntime[]> _byId = new(StringComparer.Ordinal);
    private int _turn;

    /// <summary>All hosted replicas of all apps, in the order they came.</summary>
    public IReadOnlyList<AppRuntime> Apps => _all;

    /// <summary>The actors that are active in this process: one table, so that an actor has one turn at a time wherever it lives.</summary>
    public ActorTable Actors { get; } = new();

    /// <summary>Where the workflows of an app are kept: by one of its replicas.</summary>
    public ConcurrentDictionary<string, ReplicaDuty<WorkflowEngine>> Workflows { get; } = new(StringComparer.Ordinal);

    public void Add(AppRuntime app)
    {
        lock (_gate)
        {
            Set([.. _all, app]);
        }
    }

    public void Remove(AppRuntime app)
    {
        lock (_gate)
        {
            Set([.. _all.Where(other => other != app)]);
        }
    }

    /// <summary>More than one replica of the app is hosted here.</summary>
    public bool HasReplicas(string appId) => _byId.TryGetValue(appId, out var replicas) && replicas.Length > 1;

    /// <summary>A replica of the app: in turn, those first that serve now.</summary>
    public bool TryGet(string appId, [NotNullWhen(true)] out AppRuntime? app)
    {
        if (!_byId.TryGetValue(appId, out var replicas))
        {
            app = null;
            return false;
        }

        app = replicas.Length == 1 ? replicas[0] : Choose(replicas);
        return true;
    }

    private AppRuntime Choose(AppRuntime[] replicas)
    {
        var turn = (uint)Interlocked.Increment(ref _turn);
        for (var step = 0U; step < replicas.Length; step++)
        {
            var candidate = replicas[(turn + step) % (uint)replicas.Length];
            if (candidate.Serves)
            {
                return candidate;
            }
        }

        return replicas[turn % (uint)replicas.Length];
    }

    private void Set(AppRuntime[] all)
    {
        _byId = all.GroupBy(app => app.AppId, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        _all = all;
    }
}
