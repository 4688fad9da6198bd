namespace Personalization.Sidecar.Telemetry.Tracing;

/// <summary>Spans as OTLP's <c>ExportTraceServiceRequest</c> (opentelemetry-proto 1.x; the field numbers are its).</summary>
internal static class OtlpSpans
{
    private const string ServiceName = "service.name";
    private const string Scope = "personalization.sidecar";
    private const ulong ErrorStatus = 2;

    public static ReadOnlyMemory<byte> Encode(IReadOnlyList<Span> spans)
    {
        var request = new ProtoWriter();
        foreach (var app in spans.GroupBy(span => span.AppId, StringComparer.Ordinal))
        {
            request.Message(1, resourceSpans =>
            {
                resourceSpans.Message(1, resource => resource.Message(1, attribute =>
                {
                    attribute.Text(1, ServiceName);
                    attribute.Message(2, value => value.Text(1, app.Key));
                }));
                resourceSpans.Message(2, scopeSpans =>
                {
                    scopeSpans.Message(1, scope => scope.Text(1, Scope));
                    foreach (var span in app)
                    {
                        scopeSpans.Message(2, message => Write(message, span));
                    }
                });
            });
        }

        return request.Written;
    }

    private static void Write(ProtoWriter message, Span span)
    {
        message.Bytes(1, Convert.FromHexString(span.TraceParent.AsSpan(3, 32)));
        message.Bytes(2, Convert.FromHexString(span.TraceParent.AsSpan(36, 16)));
        if (span.ParentId.Length > 0)
        {
            message.Bytes(4, Convert.FromHexString(span.ParentId));
        }

        message.Text(5, span.Name);
        message.Number(6, (ulong)span.Kind);
        message.Fixed(7, Nanoseconds(span.Start));
        message.Fixed(8, Nanoseconds(span.Start + span.Duration));
        if (span.Failed)
        {
            message.Message(15, status => status.Number(3, ErrorStatus));
        }
    }

    private static ulong Nanoseconds(DateTimeOffset time) => (ulong)(time - DateTimeOffset.UnixEpoch).Ticks * 100;
}
