using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Personalization.Sidecar.Hosting;

/// <summary>The apps whose sidecars this process hosts. It stands in for mDNS and the placement service, so a call between apps is one hop.</summary>
internal sealed class SidecarRegistry
{
    private readonly ConcurrentDictionary<string, AppRuntime> _apps = new(StringComparer.Ordinal);

    /// <summary>All hosted apps, in no order.</summary>
    public ICollection<AppRuntime> Apps => _apps.Values;

    /// <exception cref="InvalidOperationException">Two apps with the same id.</exception>
    public void Add(AppRuntime app)
    {
        if (!_apps.TryAdd(app.AppId, app))
        {
            throw new InvalidOperationException($"Two apps with the id '{app.AppId}' in one process.");
        }
    }

    public void Remove(AppRuntime app) => _apps.TryRemove(KeyValuePair.Create(app.AppId, app));

    public bool TryGet(string appId, [NotNullWhen(true)] out AppRuntime? app) => _apps.TryGetValue(appId, out app);
}
