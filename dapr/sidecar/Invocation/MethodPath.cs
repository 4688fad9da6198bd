using Personalization.Sidecar.Api;

namespace Personalization.Sidecar.Invocation;

/// <summary>The path of an invoked method, still percent-encoded as the caller sent it.</summary>
internal static class MethodPath
{
    /// <summary>
    /// The path to call at the app: begins with one slash, has no empty, <c>.</c> or <c>..</c> segments (they cannot climb out), and keeps
    /// every other character as it was.
    /// </summary>
    /// <exception cref="DaprApiException">400: it decodes to something with <c>#</c>, <c>?</c> or a control character.</exception>
    public static string Normalize(ReadOnlySpan<char> raw)
    {
        if (raw.Contains('%'))
        {
            CheckDecoded(raw);
        }

        return IsClean(raw) ? raw is ['/', ..] ? raw.ToString() : $"/{raw}" : Clean(raw);
    }

    private static void CheckDecoded(ReadOnlySpan<char> raw)
    {
        foreach (var c in Uri.UnescapeDataString(raw))
        {
            if (c is '#' or '?' || char.IsControl(c))
            {
                throw new DaprApiException(400, ErrorCodes.MalformedRequest, "the invoked method contains '#', '?' or a control character");
            }
        }
    }

    private static bool IsClean(ReadOnlySpan<char> raw) =>
        !raw.IsEmpty
        && raw[^1] != '/'
        && !raw.Contains("//", StringComparison.Ordinal)
        && !raw.Contains("/.", StringComparison.Ordinal)
        && !raw.Contains("/%2e", StringComparison.OrdinalIgnoreCase)
        && raw[0] != '.'
        && !raw.StartsWith("%2e", StringComparison.OrdinalIgnoreCase);

    private static string Clean(ReadOnlySpan<char> raw)
    {
        var segments = new List<string>();
        foreach (var range in raw.Split('/'))
        {
            var segment = raw[range].ToString();
            switch (segment.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase))
            {
                case "" or ".":
                    break;
                case "..":
                    if (segments.Count > 0)
                    {
                        segments.RemoveAt(segments.Count - 1);
                    }

                    break;
                default:
                    segments.Add(segment);
                    break;
            }
        }

        return "/" + string.Join('/', segments);
    }
}
