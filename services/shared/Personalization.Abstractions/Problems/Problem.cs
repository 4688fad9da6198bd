using System.Collections.ObjectModel;

namespace Personalization.Abstractions.Problems;

/// <summary>An error of the public contract, RFC 9457: what is refused, and field by field why and what would be right.</summary>
public sealed record Problem
{
    private static readonly ReadOnlyDictionary<int, (string Type, string Title)> Kinds = new(new Dictionary<int, (string, string)>
    {
        [400] = ("invalid-request", "The request is not valid"),
        [401] = ("unauthenticated", "The caller is not known"),
        [403] = ("forbidden", "The caller may not do this"),
        [404] = ("not-found", "There is no such thing"),
        [405] = ("method-not-allowed", "The method does not fit the path"),
        [408] = ("too-slow", "The request took too long to arrive"),
        [409] = ("conflict", "The request conflicts with what stands"),
        [413] = ("too-big", "The request is too big"),
        [415] = ("unsupported-media-type", "The media type is not understood"),
        [421] = ("misdirected", "The request was meant for another server"),
        [422] = ("refused", "A rule refuses the request"),
        [429] = ("too-many-requests", "Too many requests"),
        [503] = ("unavailable", "A part that is needed is away"),
    });

    public required string Type { get; init; }

    public required string Title { get; init; }

    public required int Status { get; init; }

    public required string Detail { get; init; }

    /// <summary>By field path: why, and what would be right.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; init; } = ReadOnlyDictionary<string, string[]>.Empty;

    /// <summary>A problem of a status of the public contract.</summary>
    public static Problem Of(int status, string detail, IReadOnlyDictionary<string, string[]>? errors = null)
    {
        var (type, title) = Kinds.TryGetValue(status, out var kind) ? kind : ("error", "The request failed");
        return new Problem
        {
            Type = $"urn:personalization:problem:{type}",
            Title = title,
            Status = status,
            Detail = detail,
            Errors = errors ?? ReadOnlyDictionary<string, string[]>.Empty,
        };
    }

    /// <summary>A problem of one field.</summary>
    public static Problem OfField(int status, string field, string why) =>
        Of(status, $"{field} {why}.", new Dictionary<string, string[]> { [field] = [why] });
}
