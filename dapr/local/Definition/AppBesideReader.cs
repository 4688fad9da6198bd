using System.Diagnostics.CodeAnalysis;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Personalization.Local.Definition;

/// <summary>Reads a run template of Dapr (`dapr run -f`) for the apps that are to have a sidecar beside the services'; how they are started is not the launcher's affair.</summary>
internal static class AppBesideReader
{
    /// <param name="path">The file.</param>
    /// <param name="services">Names that are taken.</param>
    /// <exception cref="LauncherException">The file cannot be read, or names every fault in it.</exception>
    public static IReadOnlyList<AppBeside> Read(string path, IReadOnlyCollection<string> services)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var faults = new List<string>();
        var apps = Parse(path).Apps;
        if (apps.Count == 0)
        {
            faults.Add("apps: empty; name at least one app");
        }

        foreach (var (app, number) in apps.Select((app, index) => (app, index + 1)))
        {
            if (app.AppId.Length == 0 || services.Contains(app.AppId))
            {
                faults.Add($"apps, no. {number}: appID '{app.AppId}' is {(app.AppId.Length == 0 ? "empty" : "a service's")}; give one of its own");
            }

            if (app.DaprHttpPort is < 1 or > 65535)
            {
                faults.Add($"apps.{app.AppId}.daprHTTPPort: {app.DaprHttpPort}; give the port at which the app expects its sidecar");
            }
        }

        return faults.Count == 0
            ? [.. apps.Select(app => Checked(app, folder))]
            : throw new LauncherException(string.Join(Environment.NewLine, faults.Select(fault => $"{path}: {fault}")));
    }

    private static AppBeside Checked(Template.App app, string folder)
    {
        var appFolder = Path.GetFullPath(Path.Combine(folder, app.AppDirPath));
        return new AppBeside(
            app.AppId,
            app.AppPort,
            app.AppProtocol,
            app.DaprHttpPort,
            app.DaprGrpcPort,
            app.ResourcesPath.Length == 0 ? null : Path.GetFullPath(Path.Combine(appFolder, app.ResourcesPath)));
    }

    private static Template Parse(string path)
    {
        var deserializer = new DeserializerBuilder().IgnoreUnmatchedProperties().Build();
        try
        {
            using var reader = File.OpenText(path);
            return deserializer.Deserialize<Template?>(reader) ?? new Template();
        }
        catch (IOException missing)
        {
            throw new LauncherException($"--beside {path}: cannot be read: {missing.Message}");
        }
        catch (YamlException fault)
        {
            throw new LauncherException($"{path}({fault.Start.Line},{fault.Start.Column}): {fault.InnerException?.Message ?? fault.Message}");
        }
    }

    [SuppressMessage("Design", "CA1812", Justification = "Made by the YAML deserializer.")]
    private sealed class Template
    {
        [YamlMember(Alias = "apps")]
        public List<App> Apps { get; set; } = [];

        [SuppressMessage("Design", "CA1812", Justification = "Made by the YAML deserializer.")]
        internal sealed class App
        {
            [YamlMember(Alias = "appID")]
            public string AppId { get; set; } = "";

            [YamlMember(Alias = "appDirPath")]
            public string AppDirPath { get; set; } = ".";

            [YamlMember(Alias = "appPort")]
            public int? AppPort { get; set; }

            [YamlMember(Alias = "appProtocol")]
            public string AppProtocol { get; set; } = ServiceDefinition.Http;

            [YamlMember(Alias = "daprHTTPPort")]
            public int DaprHttpPort { get; set; }

            [YamlMember(Alias = "daprGRPCPort")]
            public int? DaprGrpcPort { get; set; }

            [YamlMember(Alias = "resourcesPath")]
            public string ResourcesPath { get; set; } = "";
        }
    }
}
