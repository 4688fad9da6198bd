using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Personalization.Local.Definition;

/// <summary>Reads tye.yaml and gathers everything that is wrong with it before refusing it.</summary>
internal static class SystemDefinitionReader
{
    private const string DaprExtension = "dapr";
    private const string PublicBinding = "public";

    /// <exception cref="LauncherException">The file cannot be read, or names every fault in it.</exception>
    public static SystemDefinition Read(string path)
    {
        var file = Parse(path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var faults = new List<string>();

        var dapr = file.Extensions.Find(extension => extension.Name == DaprExtension);
        if (dapr is null || dapr.Sidecar.Length == 0)
        {
            faults.Add("extensions: an entry 'name: dapr' with 'sidecar: <project file>' is missing");
            dapr ??= new TyeFile.Extension();
        }
        else if (!File.Exists(Path.Combine(folder, dapr.Sidecar)))
        {
            faults.Add($"extensions.dapr.sidecar: no project file '{dapr.Sidecar}'");
        }

        if (dapr.AppProtocol is not (ServiceDefinition.Http or ServiceDefinition.H2c))
        {
            faults.Add($"extensions.dapr.app-protocol: '{dapr.AppProtocol}' is neither {ServiceDefinition.Http} nor {ServiceDefinition.H2c}");
        }

        if (file.Services.Count == 0)
        {
            faults.Add("services: empty; name at least one service");
        }

        foreach (var twice in file.Services.GroupBy(service => service.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            faults.Add($"services: '{twice.Key}' stands there {twice.Count()} times; names are app-ids and must differ");
        }

        if (file.Services.Count(IsPublic) > 1)
        {
            faults.Add("services: more than one has the binding 'public'; there is one public port");
        }

        var services = file.Services.Select(service => Check(service, dapr.AppProtocol, folder, faults)).ToList();
        return faults.Count == 0
            ? new SystemDefinition
            {
                SidecarProject = Path.GetFullPath(Path.Combine(folder, dapr.Sidecar)),
                ComponentsFolder = Path.GetFullPath(Path.Combine(folder, dapr.ComponentsPath)),
                ConfigurationFolder = Path.GetFullPath(Path.Combine(folder, dapr.Config)),
                Services = services,
            }
            : throw new LauncherException(string.Join(Environment.NewLine, faults.Select(fault => $"{path}: {fault}")));
    }

    private static TyeFile Parse(string path)
    {
        var deserializer = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();
        try
        {
            using var reader = File.OpenText(path);
            return deserializer.Deserialize<TyeFile?>(reader)
                ?? throw new LauncherException($"{path}: empty; list the services to start");
        }
        catch (IOException missing)
        {
            throw new LauncherException($"{path}: cannot be read: {missing.Message}");
        }
        catch (YamlException fault)
        {
            throw new LauncherException($"{path}({fault.Start.Line},{fault.Start.Column}): {fault.InnerException?.Message ?? fault.Message}");
        }
    }

    private static ServiceDefinition Check(TyeFile.Service service, string appProtocol, string folder, List<string> faults)
    {
        var project = Path.GetFullPath(Path.Combine(folder, service.Project));
        if (service.Name.Length == 0 || !service.Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            faults.Add($"services: name '{service.Name}' must be letters, digits and '-'");
        }

        if (service.Project.Length == 0 || !File.Exists(project))
        {
            faults.Add($"services.{service.Name}.project: no project file '{service.Project}'");
        }

        if (service.Replicas is < 1 or > 9)
        {
            faults.Add($"services.{service.Name}.replicas: {service.Replicas}; give 1 to 9");
        }

        if (service.Replicas > 1 && IsPublic(service))
        {
            faults.Add($"services.{service.Name}.replicas: the public service has one port, so one replica");
        }

        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in service.Env)
        {
            if (variable.Name.Length == 0 || !environment.TryAdd(variable.Name, variable.Value))
            {
                faults.Add($"services.{service.Name}.env: '{variable.Name}' is empty or stands there twice");
            }
        }

        return new ServiceDefinition
        {
            Name = service.Name,
            AppProtocol = appProtocol,
            Project = project,
            Replicas = service.Replicas,
            IsPublic = IsPublic(service),
            Environment = environment,
        };
    }

    private static bool IsPublic(TyeFile.Service service) => service.Bindings.Exists(binding => binding.Name == PublicBinding);
}
