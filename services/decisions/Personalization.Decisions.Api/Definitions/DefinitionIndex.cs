namespace Personalization.Decisions.Api.Definitions;

/// <summary>The version of every set of definitions there is: one look tells what changed.</summary>
/// <param name="Versions">By `kind:store`.</param>
internal sealed record DefinitionIndex(IReadOnlyDictionary<string, long> Versions);
