using System.Text.Json;

namespace Personalization.Conditions;

/// <summary>
/// A JsonLogic rule (jsonlogic.com), read once and evaluated often, with the semantics of json-logic-js, JavaScript's coercions among them.
/// Unlike there, unknown operations are faults of the rule and not of its evaluation, and an evaluation has a bounded number of steps.
/// </summary>
public sealed class Condition
{
    /// <summary>Levels of nesting.</summary>
    public const int MaxDepth = 32;

    /// <summary>Operations and values in one rule.</summary>
    public const int MaxNodes = 2_000;

    /// <summary>Operations of one evaluation.</summary>
    public const int MaxSteps = 100_000;

    private readonly Node _root;

    private Condition(Node root) => _root = root;

    /// <summary>The rule; null when <paramref name="faults"/> got any.</summary>
    public static Condition? Parse(JsonElement rule, ICollection<ConditionFault> faults)
    {
        var before = faults.Count;
        var reader = new ConditionReader(faults);
        var root = reader.Read(rule, "", 0);
        return faults.Count == before ? new Condition(root) : null;
    }

    /// <summary>What the rule comes to: null, a bool, a double, a string, a list or a dictionary of such.</summary>
    /// <exception cref="ConditionException">It cannot be evaluated on this data.</exception>
    public object? Evaluate(ConditionData data)
    {
        var value = _root.Evaluate(new Scope(data.Root, new Steps()));
        return value is Undefined ? null : value;
    }

    /// <summary>Whether what the rule comes to is truthy, by JsonLogic's reading: an empty list is not.</summary>
    /// <exception cref="ConditionException">It cannot be evaluated on this data.</exception>
    public bool Holds(ConditionData data) => Coercion.IsTruthy(_root.Evaluate(new Scope(data.Root, new Steps())));
}
