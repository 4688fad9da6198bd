using Personalization.Decisions.Contracts;

namespace Personalization.Storefront.Decisions;

/// <summary>What validating a definition comes to.</summary>
/// <param name="Valid">Whether it could be put.</param>
/// <param name="Errors">By path, everything that is wrong.</param>
/// <param name="Changes">What it would change of what stands.</param>
/// <param name="Trial">What it makes of the call under `try`; null without one, or where the definition is not valid.</param>
public sealed record ValidationAnswer(bool Valid, IReadOnlyDictionary<string, string[]> Errors, IReadOnlyList<DefinitionDifference> Changes, TrialAnswer? Trial);
