using System.Globalization;
using Personalization.Sidecar.Resources;

namespace Personalization.Sidecar.Components;

/// <summary>A component resource with its metadata values readable by name (case-insensitive) and type. A wrong value names file, line and field.</summary>
internal sealed class ComponentSettings
{
    private readonly Dictionary<string, ComponentProperty> _properties = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="resource">The component as loaded.</param>
    /// <param name="expand">Replaces placeholders such as <c>{appID}</c> in a value.</param>
    public ComponentSettings(ComponentResource resource, Func<string, string> expand)
    {
        Resource = resource;
        foreach (var property in resource.Properties)
        {
            _properties[property.Name] = property with { Value = expand(property.Value) };
        }
    }

    public ComponentResource Resource { get; }

    public string Name => Resource.Name;

    /// <returns>The value, or null when absent or empty.</returns>
    public string? Text(string field) => _properties.TryGetValue(field, out var p) && p.Value.Length > 0 ? p.Value : null;

    /// <exception cref="ResourceException">Absent or empty.</exception>
    public string Required(string field) =>
        Text(field) ?? throw new ResourceException(Resource.Location, Path(field), $"missing; {Resource.Type} needs it");

    /// <summary>daprd's truth: <c>y, yes, true, t, on, 1</c> in any case.</summary>
    public bool Flag(string field, bool otherwise = false) => Text(field) is not { } text
        ? otherwise
        : text.ToLowerInvariant() switch
        {
            "y" or "yes" or "true" or "t" or "on" or "1" => true,
            "n" or "no" or "false" or "f" or "off" or "0" => false,
            _ => throw Bad(field, $"'{text}' is not true or false"),
        };

    public int Number(string field, int otherwise, int min = int.MinValue, int max = int.MaxValue)
    {
        if (Text(field) is not { } text)
        {
            return otherwise;
        }

        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) || value < min || value > max)
        {
            throw Bad(field, $"'{text}' is not a whole number from {min} to {max}");
        }

        return value;
    }

    /// <summary>A Go duration such as <c>1m30s</c>, or a plain number counted in <paramref name="plainUnit"/>.</summary>
    public TimeSpan Duration(string field, TimeSpan otherwise, TimeSpan plainUnit)
    {
        if (Text(field) is not { } text)
        {
            return otherwise;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var plain))
        {
            return plain * plainUnit;
        }

        return GoDuration.TryParse(text, out var value) ? value : throw Bad(field, $"'{text}' is not a duration such as 500ms, 5s or 1m30s");
    }

    /// <summary>An error about a field's value, at its line.</summary>
    public ResourceException Bad(string field, string reason) =>
        new(_properties.TryGetValue(field, out var p) ? p.Location : Resource.Location, Path(field), reason);

    /// <summary>How findings name a field.</summary>
    public static string Path(string field) => $"spec.metadata.{field}";
}
