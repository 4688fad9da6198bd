using Personalization.Discovery.Contracts;

namespace Personalization.Storefront.Searching;

/// <summary>The answer of `GET /api/search/suggest`.</summary>
public sealed record SuggestAnswer(IReadOnlyList<Suggestion> Suggestions, PersonalizationSection Personalization);
