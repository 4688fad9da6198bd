namespace Personalization.Profiles.Contracts;

/// <summary>The features of personalization that a shopper can turn off one by one.</summary>
public static class FeatureNames
{
    public const string SmartRanking = "smart_ranking";

    public const string Recommendations = "recommendations";

    public const string ReorderReminders = "reorder_reminders";

    public const string QuantitySuggestions = "quantity_suggestions";

    public const string Suggestions = "suggestions";

    public static IReadOnlyList<string> All { get; } = [SmartRanking, Recommendations, ReorderReminders, QuantitySuggestions, Suggestions];

    public static IReadOnlyDictionary<string, bool> AllOn { get; } = All.ToDictionary(name => name, _ => true);
}
