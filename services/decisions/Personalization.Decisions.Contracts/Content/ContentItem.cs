using System.Text.Json;

namespace Personalization.Decisions.Contracts;

/// <param name="Id">Interactions carry it as `content_id`.</param>
/// <param name="Type">As it was edited.</param>
/// <param name="Variant">Which one.</param>
/// <param name="Version">Of the content.</param>
/// <param name="Body">Of the variant.</param>
/// <param name="Metadata">Null unless it was asked for.</param>
public sealed record ContentItem(string Id, string Type, string Variant, long Version, JsonElement Body, JsonElement? Metadata);
