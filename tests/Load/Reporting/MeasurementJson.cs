using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Personalization.Load.Measures;

namespace Personalization.Load.Reporting;

/// <summary>A measurement as one line for programs.</summary>
public static class MeasurementJson
{
    private const int Digits = 4;

    /// <summary>For terminals and files, never for a web page: `>` stays as it is.</summary>
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Measurement measurement)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Readable))
        {
            json.WriteStartObject();
            json.WriteString("measure", measurement.Measure);
            WriteNumber(json, "value", measurement.Value);
            json.WriteString("unit", measurement.Unit);
            WriteNumber(json, "yardstick", measurement.Yardstick);
            WriteNumber(json, "ratio", measurement.Ratio);
            WriteNumber(json, "p50_ms", measurement.Latency?.P50);
            WriteNumber(json, "p90_ms", measurement.Latency?.P90);
            WriteNumber(json, "p99_ms", measurement.Latency?.P99);
            json.WriteString("goal", measurement.Goal);
            if (measurement.Passed is { } passed)
            {
                json.WriteBoolean("passed", passed);
            }
            else
            {
                json.WriteNull("passed");
            }

            WriteText(json, "void", measurement.Void);
            WriteText(json, "note", measurement.Note);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    /// <summary>JSON knows no infinity and no NaN: both are null.</summary>
    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(name, Math.Round(number, Digits));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
