using System.Text.Json;
using Personalization.Conditions;

namespace Personalization.Decisions.Definitions;

/// <summary>Conditions inside definitions.</summary>
public static class ConditionText
{
    /// <summary>The condition of a field; null where there is none, or where faults were noted.</summary>
    public static Condition? Parse(JsonElement? condition, string field, DefinitionFaults faults)
    {
        if (condition is not { } json)
        {
            return null;
        }

        List<ConditionFault> found = [];
        var parsed = Condition.Parse(json, found);
        foreach (var fault in found)
        {
            faults.Add(fault.Path.Length == 0 ? field : $"{field}.{fault.Path}", fault.Why);
        }

        return parsed;
    }

    /// <summary>Whether a condition holds; one that is not there does.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="data">What it looks at.</param>
    /// <param name="unanswered">What stands for a condition that has no answer on this data.</param>
    public static bool Holds(Condition? condition, ConditionData data, bool unanswered = false)
    {
        try
        {
            return condition is null || condition.Holds(data);
        }
        catch (ConditionException)
        {
            return unanswered;
        }
    }
}
