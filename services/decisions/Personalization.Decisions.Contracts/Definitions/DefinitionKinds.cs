namespace Personalization.Decisions.Contracts;

/// <summary>What is edited while the system runs: each kind is a set of definitions by id, in every store.</summary>
public static class DefinitionKinds
{
    /// <summary><see cref="RuleDefinition"/>.</summary>
    public const string Rules = "rules";

    /// <summary><see cref="ContentDefinition"/>.</summary>
    public const string Content = "content";

    /// <summary><see cref="PolicyDefinition"/>, by slot; changed by <see cref="PolicyCommand"/> alone.</summary>
    public const string Policies = "policies";
}
