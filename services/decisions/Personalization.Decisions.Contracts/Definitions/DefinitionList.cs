namespace Personalization.Decisions.Contracts;

/// <summary>Definitions of one kind and store.</summary>
/// <param name="Version">Of the set: it grows with every change of any of them.</param>
/// <param name="Items">By id, or the newest first in a history.</param>
public sealed record DefinitionList(long Version, IReadOnlyList<DefinitionVersion> Items);
