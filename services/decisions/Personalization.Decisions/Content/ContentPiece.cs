using System.Text.Json;
using Personalization.Conditions;
using Personalization.Decisions.Choices;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Definitions;
using Personalization.Decisions.Features;

namespace Personalization.Decisions.Content;

/// <summary>A piece of content, read once and shown often.</summary>
public sealed class ContentPiece
{
    private readonly ContentDefinition _definition;
    private readonly Condition? _when;
    private readonly Condition?[] _variants;
    private readonly long _version;

    private ContentPiece(string id, long version, ContentDefinition definition, Condition? when, Condition?[] variants) =>
        (Id, _version, _definition, _when, _variants) = (id, version, definition, when, variants);

    public string Id { get; }

    public int Priority => _definition.Priority;

    /// <summary>The content; null when a fault was noted.</summary>
    public static ContentPiece? Read(string id, long version, ContentDefinition definition, DefinitionFaults faults)
    {
        var before = new DefinitionFaults();
        var when = ConditionText.Parse(definition.When, "when", before);
        before.Require(InOrder(definition.StartsAt, definition.EndsAt), "ends_at", "is not after starts_at; end it later, or leave it out");
        before.Require(definition.Variants.Count > 0, "variants", "is empty; send at least one");
        var variants = new Condition?[definition.Variants.Count];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, variant) in definition.Variants.Index())
        {
            variants[i] = ConditionText.Parse(variant.When, $"variants[{i}].when", before);
            before.Require(seen.Add(variant.Id), $"variants[{i}].id", "names a second variant; name each once");
            before.Require(InOrder(variant.StartsAt, variant.EndsAt), $"variants[{i}].ends_at", "is not after starts_at; end it later, or leave it out");
            before.Require(variant.Weight is null or >= 0, $"variants[{i}].weight", "is below 0; send 0 or more");
        }

        before.Require(definition.Variants.Count == 0 || definition.Variants.Any(variant => variant.Weight is not 0), "variants", "all have weight 0; give one of them some");
        before.CopyTo(faults);
        return before.Any ? null : new ContentPiece(id, version, definition, when, variants);
    }

    /// <summary>What is shown of it; null where nothing is.</summary>
    /// <param name="request">The question.</param>
    /// <param name="scene">What conditions look at.</param>
    /// <param name="now">The time.</param>
    public ContentItem? Show(ContentRequest request, ConditionData scene, DateTimeOffset now)
    {
        var fits = _definition.Enabled != false
            && (request.Type is null || request.Type == _definition.Type)
            && (_definition.Segments.Count == 0 || (request.Segment is { } segment && _definition.Segments.Contains(segment, StringComparer.Ordinal)))
            && IsOn(_definition.StartsAt, _definition.EndsAt, now)
            && ConditionText.Holds(_when, scene);
        if (!fits)
        {
            return null;
        }

        Span<double> shares = stackalloc double[_variants.Length];
        var sum = 0.0;
        for (var i = 0; i < shares.Length; i++)
        {
            var variant = _definition.Variants[i];
            shares[i] = IsOn(variant.StartsAt, variant.EndsAt, now) && ConditionText.Holds(_variants[i], scene) ? variant.Weight ?? 1 : 0;
            sum += shares[i];
        }

        if (sum <= 0)
        {
            return null;
        }

        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] /= sum;
        }

        // Who asks again sees the same; what is asked for a segment is the same for all of it, so that edges may keep it.
        var chosen = _definition.Variants[Lottery.Draw(shares, FeatureHash.Pair(FeatureHash.Of(request.Subject ?? $"segment {request.Segment}"), FeatureHash.Of(Id)))];
        return new ContentItem(Id, _definition.Type, chosen.Id, _version, chosen.Body, request.IncludeMetadata ? _definition.Metadata : null);
    }

    /// <summary>The next time at which a schedule of it begins or ends; null where none does.</summary>
    public DateTimeOffset? Next(DateTimeOffset now)
    {
        DateTimeOffset? next = null;
        foreach (var time in _definition.Variants.SelectMany(variant => new[] { variant.StartsAt, variant.EndsAt }).Append(_definition.StartsAt).Append(_definition.EndsAt))
        {
            next = time > now && (next is null || time < next) ? time : next;
        }

        return next;
    }

    private static bool InOrder(DateTimeOffset? start, DateTimeOffset? end) => start is null || end is null || end > start;

    private static bool IsOn(DateTimeOffset? start, DateTimeOffset? end, DateTimeOffset now) => (start is null || now >= start) && (end is null || now < end);
}
