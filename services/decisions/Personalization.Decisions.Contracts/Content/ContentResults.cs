namespace Personalization.Decisions.Contracts;

/// <summary>What shoppers did with a piece of content: each event once.</summary>
/// <param name="Id">Of the content.</param>
/// <param name="ByType">Interactions that carried its id, by type.</param>
public sealed record ContentResults(string Id, IReadOnlyDictionary<string, long> ByType);
