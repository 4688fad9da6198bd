namespace Personalization.Sidecar.Telemetry.Tracing;

/// <summary>Where spans go: an OTLP receiver.</summary>
/// <param name="Endpoint">Scheme, host and port.</param>
/// <param name="IsGrpc">OTLP over gRPC; else protobuf over HTTP, at <c>/v1/traces</c>.</param>
/// <param name="Headers">Sent with every export, e.g. a credential.</param>
/// <param name="Timeout">How long an export may take.</param>
internal sealed record OtlpSettings(Uri Endpoint, bool IsGrpc, IReadOnlyList<KeyValuePair<string, string>> Headers, TimeSpan Timeout)
{
    private const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private const string AnyEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string TracesProtocol = "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL";
    private const string AnyProtocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    public static TimeSpan DefaultTimeout { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Components of the process with equal keys share one exporter.</summary>
    public string ShareKey => $"otlp:{Endpoint}:{IsGrpc}:{string.Join(',', Headers)}";

    /// <summary>What OpenTelemetry's own variables say; daprd reads them too, when its configuration names no endpoint.</summary>
    /// <returns>Null when there is no endpoint, or it is no address.</returns>
    public static OtlpSettings? FromEnvironment(Func<string, string?> variable)
    {
        if ((variable(TracesEndpoint) ?? variable(AnyEndpoint)) is not { } text || !Uri.TryCreate(text, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
        {
            return null;
        }

        var protocol = variable(TracesProtocol) ?? variable(AnyProtocol) ?? "";
        return new OtlpSettings(endpoint, !protocol.StartsWith("http", StringComparison.Ordinal), [], DefaultTimeout);
    }
}
