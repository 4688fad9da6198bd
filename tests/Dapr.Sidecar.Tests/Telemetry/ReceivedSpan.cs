namespace Personalization.Sidecar.Tests.Telemetry;

/// <summary>A span as it arrived; ids are hex.</summary>
internal sealed record ReceivedSpan(string Service, string TraceId, string Id, string ParentId, string Name, int Kind, ulong Start, ulong End, bool Failed);
