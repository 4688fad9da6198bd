namespace Personalization.Sidecar.Telemetry.Tracing;

/// <summary>A finished step of a trace.</summary>
/// <param name="AppId">Whose sidecar took it.</param>
/// <param name="TraceParent">Its W3C context: trace and own id.</param>
/// <param name="ParentId">The id of the step before it, 16 hex digits; empty for a root.</param>
/// <param name="Name">Route or topic; never a key or an id of a person.</param>
/// <param name="Kind">Which side of a call it is.</param>
/// <param name="Start">When it began.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Failed">It ended in an error of the server's side.</param>
internal sealed record Span(string AppId, string TraceParent, string ParentId, string Name, SpanKind Kind, DateTimeOffset Start, TimeSpan Duration, bool Failed);
