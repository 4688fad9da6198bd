using System.Diagnostics.CodeAnalysis;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Hosting;

namespace Personalization.Sidecar.Telemetry.Tracing;

/// <summary>The spans of one app's sidecar. There is one only where somebody receives them: without it the context is passed on and nothing else is done.</summary>
internal sealed class AppSpans(string appId, Share<SpanExporter> exporter, TimeProvider time) : IAsyncDisposable
{
    private const int FlagsAt = 53;
    private const int IdAt = 36;
    private const int IdLength = 16;

    /// <returns>Null when neither the configuration nor the environment names a receiver.</returns>
    public static AppSpans? Create(AppOptions options, OtlpSettings? configured, SidecarServices services) =>
        (configured ?? options.Otlp) is { } settings ? new AppSpans(options.AppId, SpanExporter.Acquire(services, settings), services.Time) : null;

    /// <summary>Tells of a step that is over.</summary>
    /// <param name="traceParent">The step's own context; one that is not sampled is not told of.</param>
    /// <param name="parent">The context it was given; null or empty for a root.</param>
    /// <param name="name">Route or topic.</param>
    /// <param name="kind">Which side of a call it is.</param>
    /// <param name="duration">How long it took, until now.</param>
    /// <param name="failed">It ended in an error of the server's side.</param>
    public void Record(string traceParent, string? parent, string name, SpanKind kind, TimeSpan duration, bool failed)
    {
        if (!IsSampled(traceParent))
        {
            return;
        }

        var parentId = TraceParent.IsValid(parent) && parent.AsSpan(3, 32).SequenceEqual(traceParent.AsSpan(3, 32)) ? parent.Substring(IdAt, IdLength) : "";
        exporter.Value.Record(new Span(appId, traceParent, parentId, name, kind, time.GetUtcNow() - duration, duration, failed));
    }

    public ValueTask DisposeAsync() => exporter.DisposeAsync();

    private static bool IsSampled([NotNullWhen(true)] string? traceParent) =>
        TraceParent.IsValid(traceParent) && (Convert.ToInt32(traceParent.Substring(FlagsAt, 2), 16) & 1) != 0;
}
