namespace Personalization.Decisions.Api.Definitions;

/// <param name="Version">The newest.</param>
/// <param name="Key">Where it is.</param>
/// <param name="Deleted">Whether it is a deletion.</param>
internal sealed record DefinitionEntry(long Version, string Key, bool Deleted);
