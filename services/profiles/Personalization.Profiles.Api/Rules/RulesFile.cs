using System.Globalization;
using System.Reflection;
using System.Text;
using Personalization.Profiles.Learning;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Personalization.Profiles.Api.Rules;

/// <summary>
/// Reads `signal-weights.yaml`: `signal_weights` in the source document's shape, complete, and `learning` with the options to change.
/// All faults are gathered: an unknown or missing key, a value that is no number, numbers that contradict one another.
/// </summary>
internal static class RulesFile
{
    private const string WeightsKey = "signal_weights";
    private const string LearningKey = "learning";

    private static readonly Dictionary<string, PropertyInfo> Options = typeof(LearningOptions)
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.CanWrite)
        .ToDictionary(property => SnakeCase(property.Name), StringComparer.Ordinal);

    public static RulesReading Parse(string text)
    {
        List<string> faults = [];
        YamlMappingNode? root = null;
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            root = stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode as YamlMappingNode;
        }
        catch (YamlException failure)
        {
            return new RulesReading(null, [$"line {failure.Start.Line}: {failure.Message}"]);
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException)
        {
            // The reader gives up like this on some text that is no YAML, such as an anchor without a name, and does not say where.
            return new RulesReading(null, [$"no YAML: {failure.Message}"]);
        }

        if (root is null)
        {
            return new RulesReading(null, [$"line 1: expected a mapping with '{WeightsKey}'"]);
        }

        Dictionary<string, double> weights = [];
        List<DwellStep> steps = [];
        var learning = new LearningOptions();
        foreach (var (keyNode, value) in root.Children)
        {
            switch (Text(keyNode))
            {
                case WeightsKey:
                    ReadWeights(value, weights, steps, faults);
                    break;
                case LearningKey:
                    learning = ReadLearning(value, learning, faults);
                    break;
                default:
                    faults.Add($"line {keyNode.Start.Line}: unknown key '{Text(keyNode)}'; '{WeightsKey}' and '{LearningKey}' are known");
                    break;
            }
        }

        faults.AddRange(SignalKeys.Scalars.Where(key => !weights.ContainsKey(key)).Select(key => $"line {root.Start.Line}: '{WeightsKey}.{key}' is missing"));
        faults.AddRange(learning.Faults().Select(fault => $"{LearningKey}: {fault}"));
        if (faults.Count > 0)
        {
            return new RulesReading(null, faults);
        }

        try
        {
            return new RulesReading(new LearningRules(new SignalWeights(weights, steps), learning), []);
        }
        catch (ArgumentException failure)
        {
            return new RulesReading(null, [$"line {root.Start.Line}: {failure.Message}"]);
        }
    }

    private static void ReadWeights(YamlNode node, Dictionary<string, double> weights, List<DwellStep> steps, List<string> faults)
    {
        foreach (var (groupNode, group) in Children(node, WeightsKey, faults))
        {
            foreach (var (nameNode, value) in Children(group, Text(groupNode), faults))
            {
                var key = $"{Text(groupNode)}.{Text(nameNode)}";
                if (key == SignalKeys.TimeOnProduct)
                {
                    ReadSteps(value, steps, faults);
                }
                else if (!SignalKeys.Scalars.Contains(key))
                {
                    faults.Add($"line {nameNode.Start.Line}: unknown key '{WeightsKey}.{key}'");
                }
                else if (Number(value, key, faults) is { } weight && !weights.TryAdd(key, weight))
                {
                    faults.Add($"line {nameNode.Start.Line}: '{key}' stands twice");
                }
                else
                {
                    // A value that is no number is marked as present, so that one fault is told once.
                    weights.TryAdd(key, 0);
                }
            }
        }
    }

    private static void ReadSteps(YamlNode node, List<DwellStep> steps, List<string> faults)
    {
        const string Suffix = "_seconds";
        foreach (var (nameNode, value) in Children(node, SignalKeys.TimeOnProduct, faults))
        {
            var name = Text(nameNode);
            if (!name.EndsWith(Suffix, StringComparison.Ordinal)
                || !double.TryParse(name.AsSpan()[..^Suffix.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            {
                faults.Add($"line {nameNode.Start.Line}: '{name}' is no step of time; such as '30_seconds'");
            }
            else if (Number(value, $"{SignalKeys.TimeOnProduct}.{name}", faults) is { } weight)
            {
                steps.Add(new DwellStep(seconds, weight));
            }
        }
    }

    private static LearningOptions ReadLearning(YamlNode node, LearningOptions learning, List<string> faults)
    {
        // A copy of its own: properties are set by reflection once a reload, never on an instance that is in use.
        var read = learning with { };
        foreach (var (nameNode, value) in Children(node, LearningKey, faults))
        {
            if (!Options.TryGetValue(Text(nameNode), out var property))
            {
                faults.Add($"line {nameNode.Start.Line}: unknown key '{LearningKey}.{Text(nameNode)}'");
            }
            else if (Number(value, $"{LearningKey}.{Text(nameNode)}", faults) is { } number)
            {
                if (property.PropertyType == typeof(int) && number != Math.Floor(number))
                {
                    faults.Add($"line {value.Start.Line}: '{LearningKey}.{Text(nameNode)}' must be a whole number");
                    continue;
                }

                property.SetValue(read, property.PropertyType == typeof(int) ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : number);
            }
        }

        return read;
    }

    private static IEnumerable<KeyValuePair<YamlNode, YamlNode>> Children(YamlNode node, string name, List<string> faults)
    {
        if (node is YamlMappingNode mapping)
        {
            return mapping.Children;
        }

        faults.Add($"line {node.Start.Line}: '{name}' must be a mapping");
        return [];
    }

    private static double? Number(YamlNode node, string name, List<string> faults)
    {
        if (node is YamlScalarNode { Style: ScalarStyle.Plain, Value: { } text }
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number))
        {
            return number;
        }

        faults.Add($"line {node.Start.Line}: '{name}' must be a number");
        return null;
    }

    private static string Text(YamlNode node) => (node as YamlScalarNode)?.Value ?? "";

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
