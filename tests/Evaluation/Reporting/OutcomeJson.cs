using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Personalization.Evaluation.Protocols;

namespace Personalization.Evaluation.Reporting;

/// <summary>An outcome as one line for programs.</summary>
public static class OutcomeJson
{
    /// <summary>For terminals and files, never for a web page: `>` and `+` stay as they are.</summary>
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(ProtocolOutcome outcome)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Readable))
        {
            json.WriteStartObject();
            json.WriteString("protocol", outcome.Protocol);
            if (outcome.Result is { } result)
            {
                Write(json, result);
            }
            else
            {
                json.WriteString("left_out", outcome.LeftOut);
            }

            json.WriteNumber("seconds", Math.Round(outcome.Seconds, 1));
            json.WriteNumber("peak_mb", Math.Round(outcome.PeakMegabytes, 1));
            WritePassed(json, outcome.Result);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Write(Utf8JsonWriter json, ProtocolResult result)
    {
        json.WriteNumber("cases", result.Cases);
        Write(json, result.Metrics);
        json.WriteStartObject("by_history");
        foreach (var (group, metrics) in result.ByHistory)
        {
            json.WriteStartObject(group);
            Write(json, metrics);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartArray("bars");
        foreach (var bar in result.Bars)
        {
            json.WriteStartObject();
            json.WriteString("figure", bar.Name);
            WriteNumber(json, "value", bar.Value);
            json.WriteNumber("at_least", bar.AtLeast);
            json.WriteBoolean("passed", bar.Holds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePassed(Utf8JsonWriter json, ProtocolResult? result)
    {
        if (result is null)
        {
            json.WriteNull("passed");
        }
        else
        {
            json.WriteBoolean("passed", result.Passed);
        }
    }

    private static void Write(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, double>> metrics)
    {
        foreach (var (name, value) in metrics)
        {
            WriteNumber(json, name, value);
        }
    }

    /// <summary>JSON knows no infinity: a ratio to nothing is null.</summary>
    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
