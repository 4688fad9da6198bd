namespace Personalization.Decisions.Contracts;

/// <summary>Values of <see cref="RuleDefinition.Effect"/>: what a rule does to the items it is about.</summary>
public static class RuleEffects
{
    /// <summary>They are not offered: eligibility, stock, price, blackout.</summary>
    public const string Exclude = "exclude";

    /// <summary>Nothing else is offered.</summary>
    public const string Only = "only";

    /// <summary><see cref="RuleDefinition.Boost"/> is added to what the model expects of them.</summary>
    public const string Boost = "boost";

    /// <summary>The first of them that is offered is shown, whatever the model expects.</summary>
    public const string Pin = "pin";

    /// <summary>They are shown at most <see cref="RuleDefinition.Limit"/> times in a window.</summary>
    public const string Cap = "cap";

    public static IReadOnlyList<string> All { get; } = [Exclude, Only, Boost, Pin, Cap];
}
