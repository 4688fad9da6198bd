namespace Personalization.Decisions.Contracts;

/// <summary>Values of <see cref="RuleDefinition.Per"/> and <see cref="RuleDefinition.Window"/>.</summary>
public static class CapScopes
{
    /// <summary>Each shopper is counted apart. Calls that name no shopper are not counted.</summary>
    public const string Shopper = "shopper";

    /// <summary>All shoppers of the store together.</summary>
    public const string Store = "store";

    /// <summary>The hour of the clock, UTC.</summary>
    public const string Hour = "hour";

    /// <summary>The calendar day, UTC.</summary>
    public const string Day = "day";

    /// <summary>Monday to Sunday, UTC.</summary>
    public const string Week = "week";

    public static IReadOnlyList<string> Owners { get; } = [Shopper, Store];

    public static IReadOnlyList<string> Windows { get; } = [Hour, Day, Week];
}
