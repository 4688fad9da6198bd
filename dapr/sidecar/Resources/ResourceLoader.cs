using Personalization.Sidecar.Resources.Yaml;

namespace Personalization.Sidecar.Resources;

/// <summary>Reads resource folders (<c>*.yaml</c> and <c>*.yml</c>, not recursive, several documents a file) and configuration files.</summary>
internal static class ResourceLoader
{
    /// <summary>Reads everything and gathers all findings; never throws for what the files say.</summary>
    public static ResourceSet Load(IReadOnlyList<string> folders, IReadOnlyList<string> configFiles)
    {
        var findings = new Findings();
        var components = new List<ComponentResource>();
        var resiliencies = new List<ResiliencyResource>();
        var subscriptions = new List<SubscriptionResource>();
        var endpoints = new List<HttpEndpointResource>();
        var configuration = new ConfigurationResource();

        foreach (var map in folders.SelectMany(folder => Files(folder, findings)).SelectMany(file => YamlFile.Read(file, findings)))
        {
            switch (map.Text("kind"))
            {
                case ResourceKinds.Component:
                    if (ComponentReader.Read(map, findings) is { } component)
                    {
                        if (AbsentBlocks.Has(component.Type))
                        {
                            findings.Notice(component.TypeLocation, "spec.type", $"'{component.Type}' is of a building block that this development sidecar lacks; skipped, its calls are unimplemented");
                            break;
                        }

                        components.Add(component);
                    }

                    break;
                case ResourceKinds.Resiliency:
                    if (ResiliencyReader.Read(map) is { } resiliency)
                    {
                        resiliencies.Add(resiliency);
                    }

                    break;
                case ResourceKinds.Configuration:
                    // daprd reads a Configuration only where --config points; one that lies among the components is skipped.
                    map.Notice("kind", "a Configuration is read only from a configuration file, not from a resources folder; skipped");
                    break;
                case ResourceKinds.Subscription:
                    if (SubscriptionReader.Read(map) is { } subscription)
                    {
                        subscriptions.Add(subscription);
                    }

                    break;
                case ResourceKinds.HttpEndpoint:
                    if (HttpEndpointReader.Read(map) is { } endpoint)
                    {
                        endpoints.Add(endpoint);
                    }

                    break;
                case null when map.Has("version") && map.Has("apps"):
                    // A run template that lies among the resources.
                    break;
                case var other:
                    map.Notice("kind", $"'{other}' is not a kind this sidecar reads; skipped");
                    break;
            }
        }

        foreach (var map in configFiles.SelectMany(file => YamlFile.Read(file, findings)))
        {
            if (map.Text("kind") == ResourceKinds.Configuration)
            {
                configuration = ConfigurationReader.Read(map, configuration);
            }
            else
            {
                map.Error("kind", "a configuration file must hold documents of kind Configuration");
            }
        }

        foreach (var twin in components.GroupBy(c => c.Name, StringComparer.Ordinal).SelectMany(same => same.Skip(1).Select(twin => (twin, first: same.First()))))
        {
            findings.Error(twin.twin.Location, "metadata.name", $"duplicate component '{twin.twin.Name}', first defined at {twin.first.Location}");
        }

        return new ResourceSet
        {
            Components = components,
            Resiliencies = resiliencies,
            Subscriptions = subscriptions,
            HttpEndpoints = endpoints,
            Configuration = configuration,
            Diagnostics = findings.All,
        };
    }

    private static IEnumerable<string> Files(string folder, Findings findings)
    {
        if (!Directory.Exists(folder))
        {
            findings.Error(new SourceLocation(folder, 1), "resources path", "no such folder");
            return [];
        }

        return Directory.EnumerateFiles(folder)
            .Where(f => f.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || f.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal);
    }
}
