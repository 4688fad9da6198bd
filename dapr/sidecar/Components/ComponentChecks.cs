using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Resources;
using Personalization.Sidecar.Resources.Yaml;
using Personalization.Sidecar.Secrets;

namespace Personalization.Sidecar.Components;

/// <summary>Checks component resources against the types this sidecar has, without opening anything.</summary>
internal static class ComponentChecks
{
    private const string SecretStores = "secretstores.";

    /// <summary>Unknown types, unknown fields, wrong values; those of a resource with <c>ignoreErrors</c> are warnings.</summary>
    public static IReadOnlyList<ResourceDiagnostic> Check(IEnumerable<ComponentResource> components, ComponentContext context)
    {
        var findings = new Findings();
        var all = components.ToList();
        foreach (var component in all)
        {
            CheckStore(component, all, findings);
            try
            {
                var factory = ComponentLoader.Factory(component);
                foreach (var property in component.Properties.Where(p => !factory.Fields.Contains(p.Name, StringComparer.OrdinalIgnoreCase)))
                {
                    findings.Warn(
                        property.Location,
                        $"spec.metadata.{property.Name}",
                        $"unknown field of {component.Type}; known: {string.Join(", ", factory.Fields.Order(StringComparer.Ordinal))}");
                }

                factory.Create(new ComponentSettings(component, value => Placeholders.Expand(value, context)), context);
            }
            catch (ResourceException e) when (component.Properties.Any(p => p.Secret is not null && e.Field == ComponentSettings.Path(p.Name)))
            {
                // Its value is not known before the secret store was asked.
            }
            catch (ResourceException e) when (component.IgnoreErrors)
            {
                findings.Warn(e.Location, e.Field, e.Reason);
            }
            catch (ResourceException e)
            {
                findings.Error(e);
            }
        }

        return findings.All;
    }

    private static void CheckStore(ComponentResource component, List<ComponentResource> all, Findings findings)
    {
        if (component.Properties.FirstOrDefault(p => p.Secret is not null) is { } reference
            && !all.Exists(c => c.Name == component.SecretStore && c.Type.StartsWith(SecretStores, StringComparison.OrdinalIgnoreCase)))
        {
            var missing = SecretReferences.StoreMissing(reference, component.SecretStore);
            if (component.IgnoreErrors)
            {
                findings.Warn(missing.Location, missing.Field, missing.Reason);
            }
            else
            {
                findings.Error(missing);
            }
        }
    }

    /// <summary>A context good enough to check settings with.</summary>
    public static ComponentContext Dry(string appId, string appNamespace) => new(
        appId,
        appNamespace,
        new SidecarServices(TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance, new SidecarRegistry(), new SharedResources()));
}
