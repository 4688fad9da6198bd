using System.Text;

namespace Personalization.Local.Running;

/// <summary>Writes the run template (the schema of `dapr run -f`) with one app for each replica.</summary>
internal static class SidecarRunFile
{
    public static string Write(IReadOnlyList<Replica> replicas, string componentsFolder, string configurationFolder, DataFolder data)
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

        var path = Path.Combine(data.Run, "dapr.yaml");
        File.WriteAllText(path, text.ToString());
        return path;
    }

    private static string Quote(string path) => "\"" + path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
