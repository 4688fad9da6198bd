using System.Globalization;
using Personalization.Local.CommandLine;

namespace Personalization.Local.Running;

/// <summary>The environment of a service process: what `dapr run` gives it, and where it may listen and store.</summary>
internal static class ServiceEnvironment
{
    public static IReadOnlyDictionary<string, string> For(Replica replica, DataFolder data, RunTokens tokens, int publicPort, LocalOptions options)
    {
        var environment = new Dictionary<string, string>(tokens.Environment, StringComparer.Ordinal)
        {
            ["APP_ID"] = replica.Service.Name,
            ["APP_PORT"] = Text(replica.Ports.App),
            ["APP_PROTOCOL"] = replica.Service.AppProtocol,
            ["APP_CHANNEL_ADDRESS"] = "127.0.0.1",
            ["DAPR_HTTP_PORT"] = Text(replica.Ports.DaprHttp),
            ["DAPR_GRPC_PORT"] = Text(replica.Ports.DaprGrpc),
            ["DAPR_METRICS_PORT"] = Text(replica.Ports.DaprMetrics),
            ["METRICS_PORT"] = Text(replica.Ports.Metrics),
            ["DATA_DIR"] = data.Service(replica.Name),
        };
        if (replica.Service.IsPublic)
        {
            environment["PUBLIC_PORT"] = Text(replica.HasPublicPort ? publicPort : replica.Ports.Public);
            environment["PUBLIC_HOST"] = "127.0.0.1";
        }

        if (options.LogLevel is { } level)
        {
            environment["Logging__LogLevel__Default"] = level;
        }

        foreach (var (name, value) in replica.Service.Environment)
        {
            environment[name] = value;
        }

        return environment;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
