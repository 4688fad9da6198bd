using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Personalization.Local.Demo;

/// <summary>
/// Moves the histories of the demo shoppers to now: one constant for all of them, in whole days, so that the newest event was yesterday
/// and times of day and intervals stay what they really were.
/// </summary>
internal sealed record DemoShift(TimeSpan Constant, int Events)
{
    private const string Timestamp = "timestamp";

    public static async Task<DemoShift> ReadAsync(string path, DateTimeOffset now, CancellationToken cancellation)
    {
        var newest = DateTimeOffset.MinValue;
        var events = 0;
        await foreach (var line in LinesAsync(path, cancellation).ConfigureAwait(false))
        {
            var at = TimeOf(Parse(path, line));
            newest = at > newest ? at : newest;
            events++;
        }

        return events == 0
            ? new DemoShift(TimeSpan.Zero, 0)
            : new DemoShift(now.UtcDateTime.Date.AddDays(-1) - newest.UtcDateTime.Date, events);
    }

    public async IAsyncEnumerable<DemoBatch> BatchesAsync(string path, int size, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var events = new List<JsonObject>(size);
        await foreach (var line in LinesAsync(path, cancellation).ConfigureAwait(false))
        {
            var interaction = Parse(path, line);
            interaction[Timestamp] = (TimeOf(interaction) + Constant).UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
            events.Add(interaction);
            if (events.Count == size)
            {
                yield return Batch(events);
                events.Clear();
            }
        }

        if (events.Count > 0)
        {
            yield return Batch(events);
        }
    }

    private static DemoBatch Batch(List<JsonObject> events)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("events");
            foreach (var interaction in events)
            {
                interaction.WriteTo(json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return new DemoBatch(stream.ToArray(), events.Count);
    }

    private static JsonObject Parse(string path, string line) =>
        JsonNode.Parse(line) as JsonObject ?? throw new LauncherException($"{path}: a line is not a JSON object: {line}");

    private static DateTimeOffset TimeOf(JsonObject interaction) => interaction[Timestamp] switch
    {
        JsonValue value when value.TryGetValue(out long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
        JsonValue value when value.TryGetValue(out DateTimeOffset at) => at,
        _ => throw new LauncherException("An event of the demo shop has no timestamp."),
    };

    private static async IAsyncEnumerable<string> LinesAsync(string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var file = File.OpenRead(path);
        await using var closeFile = file.ConfigureAwait(false);
        var unzipped = new GZipStream(file, CompressionMode.Decompress);
        await using var closeUnzipped = unzipped.ConfigureAwait(false);
        using var reader = new StreamReader(unzipped);
        while (await reader.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            if (line.Length > 0)
            {
                yield return line;
            }
        }
    }
}
