namespace Personalization.Decisions.Contracts;

/// <summary>A set of definitions has a new version. Broadcast on <c>definitions-changed</c>; whoever hears it fetches.</summary>
/// <param name="StoreId">The store.</param>
/// <param name="Kind">One of <see cref="DefinitionKinds"/>.</param>
/// <param name="Version">Of the set.</param>
public sealed record DefinitionsChanged(string StoreId, string Kind, long Version);
