using System.Text.Json;

namespace Personalization.Conditions;

/// <summary>Turns a rule's JSON into its parts, noting every fault.</summary>
internal sealed class ConditionReader(ICollection<ConditionFault> faults)
{
    private int _nodes;

    public Node Read(JsonElement json, string path, int depth)
    {
        if (depth > Condition.MaxDepth)
        {
            return Fault(path, $"is nested deeper than {Condition.MaxDepth} levels; write it flatter");
        }

        if (++_nodes == Condition.MaxNodes + 1)
        {
            return Fault(path, $"is part {Condition.MaxNodes + 1} of the condition; write at most {Condition.MaxNodes}");
        }

        if (json.ValueKind == JsonValueKind.Array)
        {
            return new ListNode([.. json.EnumerateArray().Index().Select(element => Read(element.Item, $"{path}[{element.Index}]", depth + 1))]);
        }

        // JsonLogic takes an object of exactly one member for an operation, and any other for a value.
        if (json.ValueKind != JsonValueKind.Object || json.EnumerateObject().Select(member => member.Name).Distinct().Take(2).Count() != 1)
        {
            return new LiteralNode(ConditionData.Read(json));
        }

        var member = json.EnumerateObject().Last();
        var at = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
        var arguments = member.Value.ValueKind == JsonValueKind.Array
            ? member.Value.EnumerateArray().Index().Select(element => Read(element.Item, $"{at}[{element.Index}]", depth + 1)).ToArray()
            : [Read(member.Value, at, depth + 1)];
        if (Operations.Eager.TryGetValue(member.Name, out var eager))
        {
            return new CallNode(eager, arguments);
        }

        return Operations.Lazy.TryGetValue(member.Name, out var lazy)
            ? new LazyNode(lazy, arguments)
            : Fault(at, $"is no operation; use one of {string.Join(", ", Operations.Eager.Keys.Concat(Operations.Lazy.Keys).Order(StringComparer.Ordinal))}");
    }

    private LiteralNode Fault(string path, string why)
    {
        faults.Add(new ConditionFault(path, why));
        return new LiteralNode(null);
    }
}
