namespace Personalization.Testing;

/// <summary>A span as an OTLP receiver gets it; ids are hex.</summary>
/// <param name="Service">The resource's `service.name`.</param>
/// <param name="TraceId">32 digits.</param>
/// <param name="Id">16 digits.</param>
/// <param name="ParentId">16 digits; empty for a root.</param>
/// <param name="Name">What was done.</param>
/// <param name="Kind">By OTLP's enumeration: 1 internal, 2 server, 3 client, 4 producer, 5 consumer.</param>
/// <param name="Start">Nanoseconds since 1970.</param>
/// <param name="End">Nanoseconds since 1970.</param>
/// <param name="Failed">It has a status, which is written for failures alone.</param>
/// <param name="Links">Traces it belongs to beside its own.</param>
public sealed record ReceivedSpan(
    string Service, string TraceId, string Id, string ParentId, string Name, int Kind, ulong Start, ulong End, bool Failed, IReadOnlyList<string> Links);
