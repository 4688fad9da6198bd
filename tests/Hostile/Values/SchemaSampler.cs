using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Personalization.Hostile.Documents;

namespace Personalization.Hostile.Values;

/// <summary>Draws values that a schema allows, at its bounds when asked.</summary>
/// <param name="now">Times are drawn between 2000 and a little before now, as the document says in words.</param>
public sealed class SchemaSampler(ApiDocument document, DateTimeOffset now)
{
    private const int Attempts = 200;
    private const int FewItems = 4;
    private const int MaxText = 4_000;

    private static readonly string[] Fitting =
        ["main", "shop-2", "EUR", "usd", "Colour:attributes", "Column:name", "a,b:brand", "x", "2026-01-02T03:04:05Z", "1767312000000", "946684800000", "-1", "usual", "trending,discovery,usual"];

    private readonly SchemaCheck _check = new(document);
    private readonly DateTimeOffset _earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <exception cref="InvalidOperationException">The schema could not be met: it allows nothing, or says it in a way that is not understood here.</exception>
    public Node Sample(JsonElement schema, Random random, bool atBounds)
    {
        var reason = "";
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var node = Draw([schema], random, atBounds && attempt < Attempts / 2, 0);
            using var parsed = JsonDocument.Parse(node.ToString());
            var faults = _check.Faults(parsed.RootElement, schema);
            if (faults.Count == 0)
            {
                return node;
            }

            reason = faults[0];
        }

        throw new InvalidOperationException($"No value fits {schema.GetRawText()}: {reason}");
    }

    private Node Draw(IReadOnlyList<JsonElement> schemas, Random random, bool atBounds, int depth)
    {
        var rules = schemas.SelectMany(schema => Flatten(schema, random)).ToList();
        if (rules.Select(rule => Get(rule, "enum")).FirstOrDefault(choices => choices is not null) is { } options)
        {
            return Node.From(options[random.Next(options.GetArrayLength())]);
        }

        var type = rules.Select(rule => Get(rule, "type")?.GetString()).FirstOrDefault(named => named is not null);
        type ??= rules.Any(rule => Get(rule, "properties") is not null || Get(rule, "required") is not null) ? "object" : null;
        return type switch
        {
            "object" => DrawObject(rules, random, atBounds, depth),
            "array" => DrawArray(rules, random, atBounds, depth),
            "string" => Node.Of(DrawText(rules, random, atBounds)),
            "integer" or "number" => Node.Scalar(DrawNumber(rules, type == "integer", random, atBounds)),
            "boolean" => Node.Scalar(random.Next(2) == 0 ? "true" : "false"),
            _ => Node.Of(Pick(Texts.Any, random)),
        };
    }

    /// <summary>The rule itself and all that it is made of, with one branch of each choice.</summary>
    private IEnumerable<JsonElement> Flatten(JsonElement schema, Random random)
    {
        schema = document.Resolve(schema);
        yield return schema;
        foreach (var part in Get(schema, "allOf")?.EnumerateArray() ?? default)
        {
            foreach (var rule in Flatten(part, random))
            {
                yield return rule;
            }
        }

        foreach (var choice in new[] { Get(schema, "anyOf"), Get(schema, "oneOf") })
        {
            if (choice is { } branches)
            {
                foreach (var rule in Flatten(branches[random.Next(branches.GetArrayLength())], random))
                {
                    yield return rule;
                }
            }
        }
    }

    private Node DrawObject(List<JsonElement> rules, Random random, bool atBounds, int depth)
    {
        var required = rules.SelectMany(rule => Get(rule, "required")?.EnumerateArray() ?? default).Select(name => name.GetString()!).ToHashSet();
        var node = Node.Object();
        var share = random.NextDouble();
        foreach (var property in rules.SelectMany(rule => Get(rule, "properties")?.EnumerateObject() ?? default).GroupBy(property => property.Name, property => property.Value))
        {
            if (required.Contains(property.Key) || (depth < 6 && random.NextDouble() < share * .7))
            {
                node.Members.Add((property.Key, Draw([.. property], random, atBounds, depth + 1)));
            }
        }

        if (random.Next(4) == 0)
        {
            node.Members.Add(($"unknown {random.Next(10)}", Node.Of(Pick(Texts.Any, random))));
        }

        return node;
    }

    private Node DrawArray(List<JsonElement> rules, Random random, bool atBounds, int depth)
    {
        var least = rules.Max(rule => Get(rule, "minItems")?.GetInt32() ?? 0);
        var most = rules.Min(rule => Get(rule, "maxItems")?.GetInt32() ?? FewItems);
        var count = atBounds && random.Next(8) == 0 ? (random.Next(2) == 0 ? least : most) : random.Next(least, Math.Max(least, Math.Min(most, FewItems)) + 1);
        var items = rules.Select(rule => Get(rule, "items")).OfType<JsonElement>().ToList();
        return Node.Array(Enumerable.Range(0, count).Select(_ => Draw(items, random, atBounds && count <= FewItems, depth + 1)));
    }

    private string DrawText(List<JsonElement> rules, Random random, bool atBounds)
    {
        if (rules.Any(rule => Get(rule, "format")?.GetString() == "date-time"))
        {
            return DrawTime(random);
        }

        var least = rules.Max(rule => Get(rule, "minLength")?.GetInt32() ?? 0);
        var most = rules.Min(rule => Get(rule, "maxLength")?.GetInt32() ?? MaxText);
        var patterns = rules.Select(rule => Get(rule, "pattern")?.GetString()).OfType<string>().ToList();
        if (atBounds && random.Next(3) == 0)
        {
            return Stretch(Pick(Texts.Any, random), random.Next(2) == 0 ? Math.Max(least, 0) : most);
        }

        for (var attempt = 0; attempt < 40; attempt++)
        {
            var text = random.Next(5) switch
            {
                0 when patterns.Count == 0 => Pick(Texts.Controls, random),
                0 or 1 when patterns.Count > 0 => Fitting[random.Next(Fitting.Length)],
                2 => $"u{random.Next(100)}",
                _ => Pick(Texts.Any, random),
            };
            if (patterns.All(pattern => Regex.IsMatch(text, pattern, RegexOptions.ECMAScript)))
            {
                return text;
            }
        }

        return Fitting.FirstOrDefault(text => patterns.All(pattern => Regex.IsMatch(text, pattern, RegexOptions.ECMAScript))) ?? "";
    }

    private string DrawTime(Random random)
    {
        var time = _earliest + ((now - _earliest) * random.NextDouble());
        return random.Next(4) switch
        {
            0 => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            1 => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture),
            2 => time.ToOffset(TimeSpan.FromHours(random.Next(-12, 15))).ToString("yyyy-MM-dd'T'HH:mm:ss.fzzz", CultureInfo.InvariantCulture),
            _ => "2000-01-01T00:00:00Z",
        };
    }

    /// <summary>The text repeated and cut to a number of Unicode characters.</summary>
    private static string Stretch(string text, int length)
    {
        var stretched = new StringBuilder();
        var runes = text.EnumerateRunes().ToArray();
        for (var i = 0; i < length; i++)
        {
            stretched.Append(runes[i % runes.Length]);
        }

        return stretched.ToString();
    }

    private string DrawNumber(List<JsonElement> rules, bool whole, Random random, bool atBounds)
    {
        var least = rules.Select(rule => Get(rule, "minimum")?.GetDecimal()).Max() ?? -1_000_000m;
        var most = rules.Select(rule => Get(rule, "maximum")?.GetDecimal()).Min() ?? Math.Max(least, now.ToUnixTimeMilliseconds());
        var open = rules.Any(rule => Get(rule, "exclusiveMinimum")?.ValueKind == JsonValueKind.True);
        if (atBounds)
        {
            return (random.Next(2) == 0 ? most : open ? least + (whole ? 1 : .001m) : least).ToString(CultureInfo.InvariantCulture);
        }

        // Small numbers are likelier, as they are in life.
        var span = random.Next(2) == 0 ? Math.Min(most - least, 100m) : most - least;
        var number = least + (span * (decimal)random.NextDouble());
        return (whole ? Math.Ceiling(number) : Math.Max(Math.Round(number, random.Next(4)), least + (open ? .001m : 0))).ToString(CultureInfo.InvariantCulture);
    }

    private static string Pick(IReadOnlyList<string> texts, Random random) => texts[random.Next(texts.Count)];

    private static JsonElement? Get(JsonElement schema, string keyword) => schema.TryGetProperty(keyword, out var value) ? value : null;
}
