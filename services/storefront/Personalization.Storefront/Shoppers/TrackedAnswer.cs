using System.Text.Json;

namespace Personalization.Storefront.Shoppers;

/// <summary>The answer of `GET /api/users/{id}/tracked`: everything held about the shopper, by what it is.</summary>
public sealed record TrackedAnswer(string? Version, JsonElement? Held);
