using System.Globalization;
using System.Text;
using Personalization.Local.Definition;

namespace Personalization.Local.Running;

/// <summary>Writes the run template (the schema of `dapr run -f`) with one app for each replica, and those beside them.</summary>
internal static class SidecarRunFile
{
    public static string Write(IReadOnlyList<Replica> replicas, IReadOnlyList<AppBeside> beside, string componentsFolder, string configurationFolder, DataFolder data)
    {
        var text = new StringBuilder();
        text.AppendLine("# Written by dapr/local at every start.");
        text.AppendLine("version: 1");
        text.AppendLine("common:");
        text.AppendLine("  resourcesPaths:");
        text.AppendLine($"  - {Quote(componentsFolder)}");
        text.AppendLine($"  - {Quote(configurationFolder)}");
        text.AppendLine($"  configFilePath: {Quote(Path.Combine(configurationFolder, "configuration.yaml"))}");
        text.AppendLine("apps:");
        foreach (var replica in replicas)
        {
            text.AppendLine($"- appID: {replica.Service.Name}");
            text.AppendLine($"  appDirPath: {Quote(data.Root)}");
            text.AppendLine($"  appPort: {replica.Ports.App}");
            text.AppendLine($"  appProtocol: {replica.Service.AppProtocol}");
            text.AppendLine($"  daprHTTPPort: {replica.Ports.DaprHttp}");
            text.AppendLine($"  daprGRPCPort: {replica.Ports.DaprGrpc}");
            text.AppendLine($"  metricsPort: {replica.Ports.DaprMetrics}");
        }

        foreach (var app in beside)
        {
            text.AppendLine($"- appID: {app.AppId}");
            text.AppendLine($"  appDirPath: {Quote(data.Root)}");
            text.AppendLine($"  appProtocol: {app.AppProtocol}");
            text.AppendLine($"  daprHTTPPort: {app.DaprHttp}");
            Append(text, "appPort", app.AppPort?.ToString(CultureInfo.InvariantCulture));
            Append(text, "daprGRPCPort", app.DaprGrpc?.ToString(CultureInfo.InvariantCulture));
            Append(text, "resourcesPath", app.Resources is { } resources ? Quote(resources) : null);
        }

        var path = Path.Combine(data.Run, "dapr.yaml");
        File.WriteAllText(path, text.ToString());
        return path;
    }

    private static void Append(StringBuilder text, string name, string? value)
    {
        if (value is not null)
        {
            text.AppendLine($"  {name}: {value}");
        }
    }

    private static string Quote(string path) => "\"" + path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
