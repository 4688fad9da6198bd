using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Resources;

namespace Personalization.Sidecar.Components;

/// <summary>From resources to components of one app.</summary>
internal static partial class ComponentLoader
{
    /// <summary>Makes the components in the app's scope and namespace; none is opened yet.</summary>
    /// <exception cref="ResourceException">A type is unknown or a value wrong, and the resource does not say <c>ignoreErrors</c>.</exception>
    public static ComponentSet Create(ResourceSet resources, AppOptions options, SidecarServices services)
    {
        var logger = services.Loggers.CreateLogger(typeof(ComponentLoader));
        var context = new ComponentContext(options.AppId, options.Namespace ?? "", services);
        var loaded = new List<LoadedComponent>();
        foreach (var resource in resources.Components.Where(c => c.IsInScope(options.AppId) && IsInNamespace(c, options.Namespace)))
        {
            try
            {
                var settings = new ComponentSettings(resource, value => Placeholders.Expand(value, context));
                loaded.Add(new LoadedComponent(resource, settings, Factory(resource).Create(settings, context)));
            }
            catch (ResourceException e) when (resource.IgnoreErrors)
            {
                LogIgnored(logger, e, resource.Name, options.AppId);
            }
        }

        return new ComponentSet(loaded);
    }

    /// <summary>Opens them in load order. One that fails is left out if its resource says <c>ignoreErrors</c>, else all opened so far are closed.</summary>
    public static async Task InitAsync(ComponentSet components, ILogger logger, TimeProvider time, CancellationToken cancellationToken)
    {
        foreach (var loaded in components.All)
        {
            using var timeout = new CancellationTokenSource(loaded.Resource.InitTimeout, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
            try
            {
                await loaded.Component.InitAsync(both.Token).WaitAsync(both.Token);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                var failure = new ComponentInitException(
                    loaded.Resource,
                    timeout.IsCancellationRequested ? new TimeoutException($"init timeout of {loaded.Resource.InitTimeout.TotalSeconds:0.#} s exceeded", e) : e);
                if (!loaded.Resource.IgnoreErrors)
                {
                    throw failure;
                }

                LogIgnored(logger, failure, loaded.Name, "");
                components.Drop(loaded);
            }
        }
    }

    /// <exception cref="ResourceException">No such type here.</exception>
    public static IComponentFactory Factory(ComponentResource resource) => ComponentCatalog.TryGet(resource.Type, out var factory)
        ? factory
        : throw new ResourceException(resource.TypeLocation, "spec.type", ComponentCatalog.WhyUnknown(resource.Type));

    private static bool IsInNamespace(ComponentResource resource, string? appNamespace) =>
        string.IsNullOrEmpty(resource.Namespace) || string.IsNullOrEmpty(appNamespace) || resource.Namespace == appNamespace;

    [LoggerMessage(200, LogLevel.Warning, "component {Component} is left out for app {AppId}, as its ignoreErrors says")]
    private static partial void LogIgnored(ILogger logger, Exception exception, string component, string appId);
}
