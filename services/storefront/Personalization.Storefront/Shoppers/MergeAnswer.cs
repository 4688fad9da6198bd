using System.Text.Json.Serialization;

namespace Personalization.Storefront.Shoppers;

/// <summary>The answer of `POST /api/users/{id}/merge`.</summary>
/// <param name="Merged">The source now is an alias of the target.</param>
/// <param name="Already">It was so before this call.</param>
/// <param name="Version">The target's version.</param>
public sealed record MergeAnswer(bool Merged, bool Already, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Version);
