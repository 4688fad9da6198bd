using Personalization.Profiles.Learning;

namespace Personalization.Profiles.Api.Rules;

/// <summary>What a rules file says: rules, or every fault with its line.</summary>
internal sealed record RulesReading(LearningRules? Rules, IReadOnlyList<string> Faults);
