using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Personalization.Grpc;

namespace Personalization.Sidecar.Telemetry;

/// <summary>Counts and times the calls of one app's gRPC API, by method and status. What is no method of the API counts as one.</summary>
internal sealed class GrpcMetrics(string appId)
{
    private readonly ConcurrentDictionary<(string Method, GrpcStatusCode Status), Tally> _tallies = new();

    /// <param name="method">The path of a method of the API; empty for all others.</param>
    /// <param name="status">How the call ended.</param>
    /// <param name="elapsed">From its headers to its status.</param>
    public void Record(string method, GrpcStatusCode status, TimeSpan elapsed) =>
        _tallies.GetOrAdd((method, status), static _ => new Tally()).Add(elapsed);

    /// <summary>Adds Prometheus text.</summary>
    public void Write(StringBuilder text)
    {
        text.Append("# HELP dapr_grpc_io_server_completed_rpcs Calls of the Dapr gRPC API answered.\n# TYPE dapr_grpc_io_server_completed_rpcs counter\n");
        foreach (var (key, tally) in _tallies)
        {
            text.Append(CultureInfo.InvariantCulture, $"dapr_grpc_io_server_completed_rpcs{Labels(key)} {tally.Count}\n");
        }

        text.Append("# HELP dapr_grpc_io_server_server_latency Time until the status was known, in milliseconds.\n# TYPE dapr_grpc_io_server_server_latency summary\n");
        foreach (var (key, tally) in _tallies)
        {
            text.Append(CultureInfo.InvariantCulture, $"dapr_grpc_io_server_server_latency_sum{Labels(key)} {tally.Elapsed.TotalMilliseconds:0.###}\n");
            text.Append(CultureInfo.InvariantCulture, $"dapr_grpc_io_server_server_latency_count{Labels(key)} {tally.Count}\n");
        }
    }

    private string Labels((string Method, GrpcStatusCode Status) key) =>
        $$"""{app_id="{{appId}}",grpc_server_method="{{key.Method.TrimStart('/')}}",grpc_server_status="{{Name(key.Status)}}"}""";

    /// <summary>gRPC's own spelling, e.g. <c>NOT_FOUND</c>.</summary>
    private static string Name(GrpcStatusCode status) =>
        string.Concat(status.ToString().Select((letter, at) => at > 0 && char.IsUpper(letter) ? $"_{letter}" : $"{char.ToUpperInvariant(letter)}"));
}
