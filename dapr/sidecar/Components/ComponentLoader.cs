using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Resources;
using Personalization.Sidecar.Secrets;

namespace Personalization.Sidecar.Components;

/// <summary>From resources to components of one app.</summary>
internal static partial class ComponentLoader
{
    /// <summary>Makes the components in the app's scope and namespace; none is opened yet. Those that refer to secrets wait for <see cref="InitAsync"/>.</summary>
    /// <exception cref="ResourceException">A type is unknown or a value wrong, and the resource does not say <c>ignoreErrors</c>.</exception>
    public static ComponentSet Create(ResourceSet resources, AppOptions options, SidecarServices services)
    {
        var logger = services.Loggers.CreateLogger(typeof(ComponentLoader));
        var context = new ComponentContext(options.AppId, options.Namespace ?? "", services);
        var mine = resources.Components.Where(c => c.IsInScope(options.AppId) && IsInNamespace(c, options.Namespace)).ToLookup(NeedsSecrets);
        var loaded = new List<LoadedComponent>();
        foreach (var resource in mine[false])
        {
            try
            {
                loaded.Add(Make(resource, context));
            }
            catch (ResourceException e) when (resource.IgnoreErrors)
            {
                LogIgnored(logger, e, resource.Name, options.AppId);
            }
        }

        return new ComponentSet([.. loaded.Where(c => c.Component is ISecretStore), .. loaded.Where(c => c.Component is not ISecretStore)])
        {
            Waiting = [.. mine[true]],
        };
    }

    /// <summary>
    /// Opens them: the secret stores, those that waited for secrets, the others in load order. One that fails is left out if its resource says
    /// <c>ignoreErrors</c>, else all opened so far are closed.
    /// </summary>
    public static async Task InitAsync(ComponentSet components, ComponentContext context, ILogger logger, CancellationToken cancellationToken)
    {
        foreach (var store in components.All.Where(c => c.Component is ISecretStore).ToList())
        {
            await OpenAsync(components, store, context.Services.Time, logger, cancellationToken);
        }

        var others = components.All.Where(c => c.Component is not ISecretStore).ToList();
        await MakeWaitingAsync(components, context, logger, cancellationToken);
        foreach (var loaded in others)
        {
            await OpenAsync(components, loaded, context.Services.Time, logger, cancellationToken);
        }
    }

    /// <summary>Makes and opens what waited for secrets; a secret store that itself needs a secret goes before those that refer to it.</summary>
    private static async Task MakeWaitingAsync(ComponentSet components, ComponentContext context, ILogger logger, CancellationToken cancellationToken)
    {
        var waiting = components.Waiting.ToList();
        while (waiting.Count > 0)
        {
            var resource = waiting.Find(r => r.SecretStore is { } name && components.TryGet<ISecretStore>(name, out _)) ?? waiting[0];
            waiting.Remove(resource);
            try
            {
                if (resource.SecretStore is not { } storeName || !components.TryGet<ISecretStore>(storeName, out var store))
                {
                    throw SecretReferences.StoreMissing(resource.Properties.First(p => p.Secret is not null), resource.SecretStore);
                }

                var properties = await SecretReferences.ResolveAsync(resource.Properties, store, storeName, logger, cancellationToken);
                var loaded = Make(resource with { Properties = properties }, context);
                components.Add(loaded);
                await OpenAsync(components, loaded, context.Services.Time, logger, cancellationToken);
            }
            catch (Exception e) when (e is not ComponentInitException && !cancellationToken.IsCancellationRequested)
            {
                var failure = new ComponentInitException(resource, e);
                if (!resource.IgnoreErrors)
                {
                    throw failure;
                }

                LogIgnored(logger, failure, resource.Name, context.AppId);
            }
        }
    }

    private static async Task OpenAsync(ComponentSet components, LoadedComponent loaded, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
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

    private static LoadedComponent Make(ComponentResource resource, ComponentContext context)
    {
        var settings = new ComponentSettings(resource, value => Placeholders.Expand(value, context));
        return new LoadedComponent(resource, settings, Factory(resource).Create(settings, context));
    }

    private static bool NeedsSecrets(ComponentResource resource) => resource.Properties.Any(p => p.Secret is not null);

    /// <exception cref="ResourceException">No such type here.</exception>
    public static IComponentFactory Factory(ComponentResource resource) => ComponentCatalog.TryGet(resource.Type, out var factory)
        ? factory
        : throw new ResourceException(resource.TypeLocation, "spec.type", ComponentCatalog.WhyUnknown(resource.Type));

    private static bool IsInNamespace(ComponentResource resource, string? appNamespace) =>
        string.IsNullOrEmpty(resource.Namespace) || string.IsNullOrEmpty(appNamespace) || resource.Namespace == appNamespace;

    [LoggerMessage(200, LogLevel.Warning, "component {Component} is left out for app {AppId}, as its ignoreErrors says")]
    private static partial void LogIgnored(ILogger logger, Exception exception, string component, string appId);
}
