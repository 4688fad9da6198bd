using Personalization.Decisions.Contracts;

namespace Personalization.Decisions.Api.Definitions;

/// <param name="Version">What was put.</param>
/// <param name="Previous">Where the version before is; null of the first.</param>
internal sealed record DefinitionRecord(DefinitionVersion Version, string? Previous);
