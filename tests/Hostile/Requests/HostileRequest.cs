using Personalization.Hostile.Documents;

namespace Personalization.Hostile.Requests;

/// <summary>One request as it goes over the wire, with what is known of it.</summary>
public sealed record HostileRequest
{
    public required int Number { get; init; }

    public required Intent Intent { get; init; }

    public required ApiOperation Operation { get; init; }

    public required string Method { get; init; }

    /// <summary>Path and query, escaped as they are sent.</summary>
    public required string Target { get; init; }

    public required IReadOnlyList<(string Name, string Value)> Headers { get; init; }

    public byte[]? Body { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Whether parameters and body are as the document says; null when that cannot be told.</summary>
    public bool? Fits { get; init; }

    public override string ToString()
    {
        var body = Body is null ? "" : System.Text.Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 600)));
        var headers = string.Join("", Headers.Select(header => $" {header.Name}: {header.Value};"));
        return $"#{Number} {Intent} {Method} {Target} [{ContentType}]{headers} {body}";
    }
}
