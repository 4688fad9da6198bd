using Personalization.Conditions;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Rules;

namespace Personalization.Decisions.Content;

/// <summary>All content of a store.</summary>
/// <param name="contents">In any order.</param>
public sealed class ContentSet(IEnumerable<ContentPiece> contents)
{
    private readonly ContentPiece[] _contents = [.. contents.OrderByDescending(content => content.Priority).ThenBy(content => content.Id, StringComparer.Ordinal)];

    public static ContentSet Empty { get; } = new([]);

    public bool Has(string id) => Array.Exists(_contents, content => content.Id == id);

    /// <summary>What is shown, and until when.</summary>
    public ContentReply Show(ContentRequest request, DateTimeOffset now)
    {
        var scene = new RuleScene(new DecideFacts { Shopper = request.Shopper }, now).Call("")
            .With("segment", request.Segment is { } segment ? ConditionData.Of(segment) : ConditionData.Empty);
        List<ContentItem> shown = [];
        DateTimeOffset? until = null;
        foreach (var content in _contents)
        {
            until = content.Next(now) is { } next && (until is null || next < until) ? next : until;
            if (shown.Count < request.Limit && content.Show(request, scene, now) is { } item)
            {
                shown.Add(item);
            }
        }

        return new ContentReply(shown, until);
    }
}
