using System.Globalization;
using System.Text;

namespace Personalization.Sidecar.Telemetry;

/// <summary>The text format that Prometheus reads.</summary>
internal static class PrometheusText
{
    /// <summary>Begins a family of series.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="name">The family.</param>
    /// <param name="type">counter, gauge or summary.</param>
    /// <param name="help">What it is, on one line.</param>
    public static void Family(StringBuilder text, string name, string type, string help) =>
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    public static void Series(StringBuilder text, string name, string labels, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"{name}{{{labels}}} {value:0.###}\n");

    /// <summary>Labels of a series, in the order given.</summary>
    public static string Labels(params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in labels)
        {
            text.Append(text.Length == 0 ? "" : ",").Append(name).Append("=\"").Append(Escape(value)).Append('"');
        }

        return text.ToString();
    }

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
