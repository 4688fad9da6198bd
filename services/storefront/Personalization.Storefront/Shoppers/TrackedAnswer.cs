using System.Text.Json;

namespace Personalization.Storefront.Shoppers;

/// <summary>The answer of `GET /api/users/{id}/tracked`: everything held about the shopper, by what it is.</summary>
/// <param name="Degraded">True when it may not be everything; absent otherwise.</param>
/// <param name="Reason">Why; absent otherwise.</param>
public sealed record TrackedAnswer(string? Version, JsonElement? Held, bool? Degraded, string? Reason);
