using Personalization.Local.Running;

namespace Personalization.Local;

/// <summary>Where everything is, for the person at the terminal.</summary>
internal static class Overview
{
    public static IEnumerable<string> Lines(Uri url, IReadOnlyList<Replica> replicas, DataFolder data)
    {
        yield return "";
        yield return $"  shop          {url}";
        yield return $"  API           {new Uri(url, "/openapi/v1.json")}";
        yield return $"  state         {new Uri(url, "/api/system")}";
        foreach (var replica in replicas)
        {
            var ports = replica.Ports;
            var open = replica.Service.IsPublic && !replica.HasPublicPort ? $"  public {ports.Public}" : "";
            yield return $"  {replica.Name,-13} app {ports.App}  metrics {ports.Metrics}/metrics  dapr http {ports.DaprHttp}  dapr grpc {ports.DaprGrpc}  dapr metrics {ports.DaprMetrics}{open}";
        }

        yield return $"  logs          {data.Logs}";
        yield return $"  data          {data.Root}";
        yield return "";
    }
}
