using System.Text.Json;
using Personalization.Decisions.Features;

namespace Personalization.Decisions.Imports;

/// <summary>Vowpal Wabbit's `dsjson`, the log of the retired Decision Service and of Azure Personalizer: one decision a line.</summary>
public static class VwDecisionLog
{
    private const string Actions = "_multi";

    public static ForeignLog Read(IEnumerable<string> lines)
    {
        List<ForeignDecision> decisions = [];
        List<ImportFault> faults = [];
        var unlabelled = 0;
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            try
            {
                using var document = JsonDocument.Parse(line);
                if (Read(document.RootElement, number, faults) is { } decision)
                {
                    decisions.Add(decision);
                }
                else
                {
                    unlabelled++;
                }
            }
            catch (JsonException exception)
            {
                faults.Add(new ImportFault(number, "line", $"is not valid JSON at byte {exception.BytePositionInLine + 1}; write one JSON object a line"));
            }
        }

        return new ForeignLog(decisions, unlabelled - faults.Count(fault => fault.Field != "line"), faults);
    }

    /// <summary>Null for a decision without an outcome, and, with a fault, for one that cannot be read.</summary>
    private static ForeignDecision? Read(JsonElement root, int line, List<ImportFault> faults)
    {
        if (root.ValueKind != JsonValueKind.Object || Number(root, "_label_cost", "_label_Cost") is not { } cost)
        {
            return null;
        }

        // dsjson keeps the context under `c`, VW's plain JSON at the top.
        var holder = root.TryGetProperty("c", out var context) && context.ValueKind == JsonValueKind.Object ? context : root;
        if (!holder.TryGetProperty(Actions, out var multi) || multi.ValueKind != JsonValueKind.Array || multi.GetArrayLength() == 0)
        {
            return Fault(Actions, "is missing; each decision lists its actions there");
        }

        if (Number(root, "_label_probability", "_label_Probability") is not ({ } propensity and > 0 and <= 1))
        {
            return Fault("_label_probability", "is no probability; send one above 0 and at most 1");
        }

        if (Number(root, "_labelIndex") is not { } chosen || chosen < 0 || chosen >= multi.GetArrayLength() || chosen != Math.Floor(chosen))
        {
            return Fault("_labelIndex", "names no action; send the index of the one taken, from 0");
        }

        return new ForeignDecision
        {
            Id = root.TryGetProperty("EventId", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null,
            Context = [.. holder.EnumerateObject().Where(property => property.Name != Actions && property.Name[0] != '_').SelectMany(property => JsonFeatures.Of(property.Name, property.Value))],
            Actions = [.. multi.EnumerateArray().Select(action => (IReadOnlyList<Feature>)[.. JsonFeatures.Of("", action)])],
            Chosen = (int)chosen,
            Cost = cost,
            Propensity = propensity,
            Probabilities = Probabilities(root, multi.GetArrayLength()),
        };

        ForeignDecision? Fault(string field, string why)
        {
            faults.Add(new ImportFault(line, field, why));
            return null;
        }
    }

    /// <summary>`p` in the order of `a`, which numbers the actions from 1.</summary>
    private static double[] Probabilities(JsonElement root, int count)
    {
        if (!root.TryGetProperty("a", out var a) || !root.TryGetProperty("p", out var p) || a.ValueKind != JsonValueKind.Array || p.ValueKind != JsonValueKind.Array
            || a.GetArrayLength() != count || p.GetArrayLength() != count)
        {
            return [];
        }

        var probabilities = new double[count];
        for (var i = 0; i < count; i++)
        {
            if (a[i].ValueKind != JsonValueKind.Number || !a[i].TryGetInt32(out var action) || action < 1 || action > count || p[i].ValueKind != JsonValueKind.Number)
            {
                return [];
            }

            probabilities[action - 1] = p[i].GetDouble();
        }

        return probabilities;
    }

    private static double? Number(JsonElement root, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number))
            {
                return number;
            }
        }

        return null;
    }
}
