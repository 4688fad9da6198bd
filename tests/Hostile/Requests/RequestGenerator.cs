using System.Text;
using System.Text.Json;
using Personalization.Hostile.Documents;
using Personalization.Hostile.Values;

namespace Personalization.Hostile.Requests;

/// <summary>
/// Writes requests from an OpenAPI document alone. The n-th request of a seed is always the same one, whatever was sent before it.
/// </summary>
/// <param name="known">By path template: ids that exist, so that paths of ids minted elsewhere are also found. They are taken for half the requests.</param>
public sealed class RequestGenerator(ApiDocument document, int seed, DateTimeOffset now, IReadOnlyDictionary<string, string>? known = null)
{
    private const int Huge = 5_000_000;

    private static readonly string[] OtherMethods = ["GET", "PUT", "POST", "DELETE", "PATCH", "FROB"];
    private static readonly string[] OtherTypes = ["text/plain", "application/xml", "multipart/form-data; boundary=x", "application/json; charset=utf-16", "image/png", "nonsense", ""];

    private static readonly (Intent Intent, int Weight)[] Weights =
    [
        (Intent.Valid, 30), (Intent.Bounds, 10), (Intent.Value, 28), (Intent.Bytes, 8), (Intent.Parameter, 12), (Intent.MediaType, 5), (Intent.Method, 4), (Intent.Path, 2), (Intent.Size, 1),
    ];

    private static readonly int TotalWeight = Weights.Sum(weight => weight.Weight);

    private readonly SchemaSampler _sampler = new(document, now);
    private readonly SchemaCheck _check = new(document);

    public HostileRequest Create(int number)
    {
        var random = new Random(HashCode(seed, number));
        var operation = document.Operations[random.Next(document.Operations.Count)];
        var intent = Draw(random);
        var takesBody = operation.Bodies.Count > 0;
        if (!takesBody && intent is Intent.Value or Intent.Bytes or Intent.MediaType or Intent.Size)
        {
            intent = Intent.Parameter;
        }

        var atBounds = intent == Intent.Bounds;
        var strange = intent == Intent.Parameter && operation.Parameters.Count > 0 ? operation.Parameters[random.Next(operation.Parameters.Count)] : null;
        var (path, headers) = Address(operation, strange, random, atBounds);
        var (contentType, body, fits) = takesBody ? Body(operation, intent, random, atBounds) : (null, null, true);
        return new HostileRequest
        {
            Number = number,
            Intent = intent,
            Operation = operation,
            Method = intent == Intent.Method ? Other(operation, random) : operation.Method,
            Target = intent == Intent.Path ? Astray(path, random) : path,
            Headers = headers,
            ContentType = intent == Intent.MediaType ? OtherTypes[random.Next(OtherTypes.Length)] : contentType,
            Body = body,
            Fits = intent switch
            {
                Intent.Valid or Intent.Bounds => true,
                Intent.Value => fits,
                Intent.Method or Intent.Path or Intent.MediaType => false,
                _ => null,
            },
        };
    }

    private static Intent Draw(Random random)
    {
        var drawn = random.Next(TotalWeight);
        foreach (var (intent, weight) in Weights)
        {
            if ((drawn -= weight) < 0)
            {
                return intent;
            }
        }

        return Intent.Valid;
    }

    private (string Target, List<(string Name, string Value)> Headers) Address(ApiOperation operation, ApiParameter? strange, Random random, bool atBounds)
    {
        var path = operation.Path;
        var query = new List<string>();
        var headers = new List<(string Name, string Value)>();
        foreach (var parameter in operation.Parameters)
        {
            if (parameter != strange && !parameter.Required && random.Next(2) == 0)
            {
                continue;
            }

            var values = parameter == strange ? [] : Values(parameter, random, atBounds);
            switch (parameter.Place)
            {
                case "path":
                    path = path.Replace($"{{{parameter.Name}}}", parameter == strange ? Escaped(random) : Escape(Known(operation.Path, random) ?? values[0]), StringComparison.Ordinal);
                    break;
                case "query":
                    query.AddRange(parameter == strange
                        ? Enumerable.Range(0, random.Next(1, 3)).Select(_ => $"{parameter.Name}={Escaped(random)}")
                        : values.Select(value => $"{parameter.Name}={Escape(value)}"));
                    break;
                default:
                    headers.Add((parameter.Name, parameter == strange ? Texts.Headers[random.Next(Texts.Headers.Count)] : values[0]));
                    break;
            }
        }

        if (random.Next(10) == 0)
        {
            headers.Add(("traceparent", Texts.Headers[random.Next(Texts.Headers.Count)]));
        }

        return (query.Count == 0 ? path : $"{path}?{string.Join('&', query)}", headers);
    }

    private string? Known(string path, Random random) => known is not null && known.TryGetValue(path, out var id) && random.Next(2) == 0 ? id : null;

    private List<string> Values(ApiParameter parameter, Random random, bool atBounds)
    {
        var node = _sampler.Sample(parameter.Schema, random, atBounds);
        return node.IsArray ? [.. node.Members.Select(member => Plain(member.Value))] : [Plain(node)];

        static string Plain(Node value) => value.Text ?? value.ToString();
    }

    private (string ContentType, byte[] Body, bool? Fits) Body(ApiOperation operation, Intent intent, Random random, bool atBounds)
    {
        var (contentType, schema) = operation.Bodies.ElementAt(random.Next(operation.Bodies.Count));
        var node = _sampler.Sample(schema, random, atBounds && random.Next(4) > 0);
        if (intent == Intent.Value && node.Raw is null)
        {
            Mutation.Apply(node, random);
        }

        var body = Encoding.UTF8.GetBytes(node.Text ?? node.ToString());
        return intent switch
        {
            Intent.Bytes => (contentType, Mutation.Damage(body, random), null),
            Intent.Size => (contentType, Inflate(body, random), null),
            Intent.Value => (contentType, body, Fits(body, schema)),
            _ => (contentType, body, true),
        };
    }

    /// <summary>Whether the value fits when null counts as absent, as the contract says; null when only part of the document is about it.</summary>
    private bool? Fits(byte[] body, JsonElement schema)
    {
        try
        {
            using var parsed = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = int.MaxValue });
            using var dense = JsonDocument.Parse(WithoutNulls(Node.From(parsed.RootElement)).ToString(), new JsonDocumentOptions { MaxDepth = int.MaxValue });
            return _check.Faults(dense.RootElement, schema).Count == 0 ? null : false;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or OverflowException)
        {
            return null;
        }
    }

    private static Node WithoutNulls(Node node)
    {
        foreach (var (_, value) in node.Members)
        {
            WithoutNulls(value);
        }

        if (node.IsObject)
        {
            node.Members.RemoveAll(member => member.Value.Raw == "null");
        }

        return node;
    }

    private static byte[] Inflate(byte[] body, Random random)
    {
        var filler = new byte[Huge];
        Array.Fill(filler, random.Next(2) == 0 ? (byte)' ' : (byte)'[');
        return [.. body, .. filler];
    }

    private string Other(ApiOperation operation, Random random)
    {
        var known = document.MethodsOf(operation.Path);
        var others = OtherMethods.Where(method => !known.Contains(method)).ToArray();
        return others[random.Next(others.Length)];
    }

    private static string Astray(string target, Random random)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? target : target[..query];
        return random.Next(3) switch
        {
            0 => path + "/" + Texts.Escaped[random.Next(1, Texts.Escaped.Count)] + "/x",
            1 => "/api/" + Texts.Escaped[random.Next(1, Texts.Escaped.Count)],
            _ => path + "-" + random.Next(10),
        };
    }

    private static string Escaped(Random random) => random.Next(40) == 0
        ? string.Concat(Enumerable.Repeat("long", 2_500))
        : Texts.Escaped[random.Next(Texts.Escaped.Count)];

    /// <summary>Percent-encodes each byte that is not unreserved, so that `/` and `%` are part of the value.</summary>
    private static string Escape(string value)
    {
        var text = new StringBuilder();
        foreach (var one in Encoding.UTF8.GetBytes(value))
        {
            var plain = char.IsAsciiLetterOrDigit((char)one) || one is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~';
            text.Append(plain ? ((char)one).ToString() : $"%{one:X2}");
        }

        return text.ToString();
    }

    private static int HashCode(int seed, int number) => unchecked((seed * 486_187_739) + (number * 16_777_619)) ^ (number << 13);
}
