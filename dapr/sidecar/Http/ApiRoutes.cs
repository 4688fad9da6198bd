namespace Personalization.Sidecar.Http;

/// <summary>
/// The route table of one app's HTTP API. Works on the raw request target, since percent-encoding is decoded segment by segment (a
/// slash inside a key is not a separator), empty segments are dropped (the .NET actor client sends <c>//v1.0/...</c>) and a trailing
/// slash means nothing. A literal segment goes before a parameter.
/// </summary>
internal sealed class ApiRoutes
{
    private readonly Node _root = new();
    private Func<HttpContext, string, DirectHandler?>? _direct;

    /// <summary>Lets one building block take calls by their raw target before the table is asked: service invocation, which owns any path.</summary>
    public void MapDirect(Func<HttpContext, string, DirectHandler?> claim) => _direct = claim;

    public DirectHandler? TryDirect(HttpContext http, string target) => _direct?.Invoke(http, target);

    /// <param name="methods">HTTP methods separated by commas.</param>
    /// <param name="template">e.g. <c>/v1.0/state/{store}/{key}</c>; <c>{*rest}</c> as last segment takes the rest of the path, at least one segment.</param>
    /// <param name="handler">Answers the call.</param>
    /// <param name="open">The route needs no API token (health).</param>
    public void Map(string methods, string template, ApiHandler handler, bool open = false)
    {
        var parameters = new List<string>();
        var node = _root;
        foreach (var segment in template.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment.StartsWith("{*", StringComparison.Ordinal))
            {
                parameters.Add(segment[2..^1]);
                node = node.CatchAll ??= new Node();
            }
            else if (segment[0] == '{')
            {
                parameters.Add(segment[1..^1]);
                node = node.Parameter ??= new Node();
            }
            else
            {
                if (!node.Literals.TryGetValue(segment, out var next))
                {
                    node.Literals.Add(segment, next = new Node());
                }

                node = next;
            }
        }

        var route = new ApiRoute(template, [.. parameters], handler, open);
        foreach (var method in methods.Split(','))
        {
            node.Methods.Add(method, route);
        }
    }

    /// <param name="method">The request's method.</param>
    /// <param name="path">The raw path, without query.</param>
    /// <param name="pathKnown">True when another method would have matched.</param>
    public RouteMatch? Match(string method, ReadOnlySpan<char> path, out bool pathKnown)
    {
        var segments = new List<string>(8);
        foreach (var range in path.Split('/'))
        {
            var segment = path[range];
            if (!segment.IsEmpty)
            {
                segments.Add(segment.Contains('%') ? Uri.UnescapeDataString(segment) : segment.ToString());
            }
        }

        pathKnown = false;
        var values = new List<string>(4);
        return Match(_root, segments, 0, method, values, ref pathKnown) is { } route ? new RouteMatch(route, [.. values]) : null;
    }

    private static ApiRoute? Match(Node node, List<string> segments, int at, string method, List<string> values, ref bool pathKnown)
    {
        if (at == segments.Count)
        {
            pathKnown |= node.Methods.Count > 0;
            return node.Methods.GetValueOrDefault(method);
        }

        if (node.Literals.TryGetValue(segments[at], out var next) && Match(next, segments, at + 1, method, values, ref pathKnown) is { } byLiteral)
        {
            return byLiteral;
        }

        if (node.Parameter is { } parameter)
        {
            values.Add(segments[at]);
            if (Match(parameter, segments, at + 1, method, values, ref pathKnown) is { } byParameter)
            {
                return byParameter;
            }

            values.RemoveAt(values.Count - 1);
        }

        if (node.CatchAll is { } rest)
        {
            pathKnown |= rest.Methods.Count > 0;
            if (rest.Methods.TryGetValue(method, out var route))
            {
                values.Add(string.Join('/', segments.Skip(at)));
                return route;
            }
        }

        return null;
    }

    private sealed class Node
    {
        public Dictionary<string, Node> Literals { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, ApiRoute> Methods { get; } = new(StringComparer.OrdinalIgnoreCase);

        public Node? Parameter { get; set; }

        public Node? CatchAll { get; set; }
    }
}
