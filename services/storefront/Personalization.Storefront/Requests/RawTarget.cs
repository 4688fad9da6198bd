using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Personalization.Storefront.Requests;

/// <summary>
/// The path of a request as its sender wrote it. Servers decode paths in their own ways (some escapes twice, some never,
/// dots removed); here every segment is percent-decoded exactly once, so that `a%2Fb` is the id `a/b` and `a%252Fb` the id `a%2Fb`.
/// </summary>
public static class RawTarget
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// The path in one canonical escaping, for routing: equal ids always look equal, and a decoded slash never splits a segment.
    /// False when an escape is broken or does not make UTF-8.
    /// </summary>
    public static bool TryCanonicalPath(string target, [NotNullWhen(true)] out string? path)
    {
        var raw = PathOf(target);
        path = raw.ToString();
        if (!raw.Contains('%') && IsPlain(raw))
        {
            return true;
        }

        var canonical = new StringBuilder(path.Length + 16);
        foreach (var segment in path[1..].Split('/'))
        {
            if (!TryDecode(segment, out var decoded))
            {
                path = null;
                return false;
            }

            canonical.Append('/').Append(Uri.EscapeDataString(decoded));
        }

        path = canonical.ToString();
        return true;
    }

    /// <summary>The text of one segment of a canonical path.</summary>
    public static string Decode(string canonicalSegment) => Uri.UnescapeDataString(canonicalSegment);

    private static ReadOnlySpan<char> PathOf(string target)
    {
        var path = target.AsSpan();
        var query = path.IndexOfAny('?', '#');
        path = query < 0 ? path : path[..query];
        var scheme = path.IndexOf("://");
        if (scheme > 0 && path[0] != '/')
        {
            // Absolute form, as proxies send it.
            var authority = path[(scheme + 3)..];
            var slash = authority.IndexOf('/');
            path = slash < 0 ? "/" : authority[slash..];
        }

        return path.Length > 0 && path[0] == '/' ? path : "/";
    }

    private static bool IsPlain(ReadOnlySpan<char> path)
    {
        foreach (var character in path)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('/' or '-' or '_' or '.' or '~'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryDecode(string segment, [NotNullWhen(true)] out string? decoded)
    {
        decoded = segment;
        if (!segment.Contains('%', StringComparison.Ordinal))
        {
            return true;
        }

        decoded = null;
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(segment.Length)];
        var length = 0;
        for (var i = 0; i < segment.Length;)
        {
            if (segment[i] != '%')
            {
                var run = segment.AsSpan(i);
                var escape = run.IndexOf('%');
                run = escape < 0 ? run : run[..escape];
                length += Encoding.UTF8.GetBytes(run, bytes.AsSpan(length));
                i += run.Length;
            }
            else if (i + 2 < segment.Length && char.IsAsciiHexDigit(segment[i + 1]) && char.IsAsciiHexDigit(segment[i + 2]))
            {
                bytes[length++] = Convert.FromHexString(segment.AsSpan(i + 1, 2))[0];
                i += 3;
            }
            else
            {
                return false;
            }
        }

        try
        {
            decoded = Strict.GetString(bytes, 0, length);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
