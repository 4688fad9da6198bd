using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Personalization.Sidecar.Resources.Yaml;

/// <summary>
/// A mapping of a YAML document, read field by field. Wrong shapes become findings and read as absent; <see cref="Close"/> reports the
/// fields that nobody asked for.
/// </summary>
internal sealed class YamlMap
{
    private readonly Dictionary<string, YamlNode> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly string _file;
    private readonly string _path;
    private readonly Findings _findings;

    public YamlMap(string file, string path, YamlMappingNode node, Findings findings)
    {
        _file = file;
        _path = path;
        _findings = findings;
        Location = At(node);
        foreach (var (key, value) in node.Children)
        {
            _fields[(key as YamlScalarNode)?.Value ?? key.ToString()] = value;
        }
    }

    public SourceLocation Location { get; }

    public IEnumerable<string> Names => _fields.Keys;

    public bool Has(string name) => _fields.TryGetValue(name, out var node) && !IsNull(node);

    /// <summary>Where a field stands; where the mapping begins if it is absent.</summary>
    public SourceLocation LocationOf(string name) => _fields.TryGetValue(name, out var node) ? At(node) : Location;

    public string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    public string? Text(string name)
    {
        switch (Take(name))
        {
            case null:
                return null;
            case YamlScalarNode scalar:
                return scalar.Value;
            default:
                Error(name, "must be a single value");
                return null;
        }
    }

    public string? RequiredText(string name)
    {
        if (Text(name) is { Length: > 0 } text)
        {
            return text;
        }

        Error(name, "is missing or empty");
        return null;
    }

    public int? Number(string name, int min = int.MinValue, int max = int.MaxValue)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
        {
            return value;
        }

        Error(name, $"'{text}' is not a whole number from {min} to {max}");
        return null;
    }

    public bool? Flag(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (bool.TryParse(text, out var value))
        {
            return value;
        }

        Error(name, $"'{text}' is not true or false");
        return null;
    }

    public TimeSpan? Duration(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (GoDuration.TryParse(text, out var value))
        {
            return value;
        }

        Error(name, $"'{text}' is not a duration such as 500ms, 5s or 1m30s");
        return null;
    }

    public YamlMap? Map(string name)
    {
        switch (Take(name))
        {
            case null:
                return null;
            case YamlMappingNode mapping:
                return new YamlMap(_file, PathOf(name), mapping, _findings);
            default:
                Error(name, "must be a mapping");
                return null;
        }
    }

    /// <summary>A list of mappings; empty when absent.</summary>
    public IReadOnlyList<YamlMap> Maps(string name)
    {
        var maps = new List<YamlMap>();
        foreach (var (item, index) in Items(name).Select((item, index) => (item, index)))
        {
            if (item is YamlMappingNode mapping)
            {
                maps.Add(new YamlMap(_file, $"{PathOf(name)}[{index}]", mapping, _findings));
            }
            else
            {
                _findings.Error(At(item), $"{PathOf(name)}[{index}]", "must be a mapping");
            }
        }

        return maps;
    }

    /// <summary>A list of single values; empty when absent.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        var texts = new List<string>();
        foreach (var item in Items(name))
        {
            if (item is YamlScalarNode { Value: { } value })
            {
                texts.Add(value);
            }
            else
            {
                _findings.Error(At(item), PathOf(name), "must be a list of single values");
            }
        }

        return texts;
    }

    /// <summary>Declares fields that are right but that this sidecar does not read.</summary>
    public void Accept(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            _known.Add(name);
        }
    }

    public void Error(string name, string reason) => _findings.Error(LocationOf(name), PathOf(name), reason);

    public void Notice(string name, string reason) => _findings.Notice(LocationOf(name), PathOf(name), reason);

    /// <summary>Reports unknown fields.</summary>
    public void Close()
    {
        foreach (var name in _fields.Keys.Where(n => !_known.Contains(n)))
        {
            _findings.Warn(LocationOf(name), PathOf(name), $"unknown field; known here: {string.Join(", ", _known.Order(StringComparer.Ordinal))}");
        }
    }

    private static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: null or "" or "~" or "null" };

    private IList<YamlNode> Items(string name)
    {
        switch (Take(name))
        {
            case null:
                return [];
            case YamlSequenceNode sequence:
                return sequence.Children;
            default:
                Error(name, "must be a list");
                return [];
        }
    }

    private YamlNode? Take(string name)
    {
        _known.Add(name);
        return Has(name) ? _fields[name] : null;
    }

    private SourceLocation At(YamlNode node) => new(_file, node.Start.Line);
}
