using System.Globalization;
using System.Text;

namespace Personalization.Testing;

/// <summary>Reads OTLP's <c>ExportTraceServiceRequest</c> by the wire format itself, so that what an exporter writes is held against the standard and not against the exporter.</summary>
public static class OtlpTraces
{
    private const string ServiceName = "service.name";

    public static IReadOnlyList<ReceivedSpan> Read(ReadOnlySpan<byte> request)
    {
        var spans = new List<ReceivedSpan>();
        foreach (var resourceSpans in Fields(request).Where(field => field.Number == 1))
        {
            var parts = Fields(resourceSpans.Bytes);
            var service = Fields(parts.First(part => part.Number == 1).Bytes).Where(part => part.Number == 1).Select(Attribute).First(attribute => attribute.Name == ServiceName).Value;
            spans.AddRange(parts.Where(part => part.Number == 2).SelectMany(scope => Fields(scope.Bytes)).Where(part => part.Number == 2).Select(span => Span(service, Fields(span.Bytes))));
        }

        return spans;
    }

    private static ReceivedSpan Span(string service, List<Field> fields) => new(
        service,
        Hex(fields, 1),
        Hex(fields, 2),
        Hex(fields, 4),
        Text(fields, 5),
        (int)fields.First(field => field.Number == 6).Value,
        fields.First(field => field.Number == 7).Value,
        fields.First(field => field.Number == 8).Value,
        fields.Exists(field => field.Number == 15),
        [.. fields.Where(field => field.Number == 13).Select(link => Hex(Fields(link.Bytes), 1))]);

    private static (string Name, string Value) Attribute(Field attribute)
    {
        var fields = Fields(attribute.Bytes);
        return (Text(fields, 1), Text(Fields(fields.First(field => field.Number == 2).Bytes), 1));
    }

    private static string Text(List<Field> fields, int number) => Encoding.UTF8.GetString(fields.Find(field => field.Number == number)?.Bytes ?? []);

    private static string Hex(List<Field> fields, int number) => Convert.ToHexStringLower(fields.Find(field => field.Number == number)?.Bytes ?? []);

    private static List<Field> Fields(ReadOnlySpan<byte> message)
    {
        var fields = new List<Field>();
        while (!message.IsEmpty)
        {
            var tag = Varint(ref message);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    fields.Add(new Field(number, Varint(ref message), []));
                    break;
                case 1:
                    fields.Add(new Field(number, BitConverter.ToUInt64(message), []));
                    message = message[8..];
                    break;
                case 2:
                    var length = (int)Varint(ref message);
                    fields.Add(new Field(number, 0, message[..length].ToArray()));
                    message = message[length..];
                    break;
                case 5:
                    fields.Add(new Field(number, BitConverter.ToUInt32(message), []));
                    message = message[4..];
                    break;
                default:
                    throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"wire type {tag & 7}"));
            }
        }

        return fields;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[0];
            message = message[1..];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }

    private sealed record Field(int Number, ulong Value, byte[] Bytes);
}
