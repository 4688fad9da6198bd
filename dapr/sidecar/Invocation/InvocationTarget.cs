namespace Personalization.Sidecar.Invocation;

/// <summary>Whom a call is for and what it asks.</summary>
/// <param name="AppId">As the caller wrote it, decoded: an app id, or <c>id.namespace</c>.</param>
/// <param name="PathAndQuery">The app's path, normalized, and the query unchanged.</param>
internal readonly record struct InvocationTarget(string AppId, string PathAndQuery)
{
    private const string Prefix = "/v1.0/invoke/";
    private const string ApiPrefix = "/v1.0";
    private const string Method = "method";
    private const string Http = "http:/";
    private const string Https = "https:/";

    /// <summary>Whether the raw target is one of service invocation.</summary>
    public static bool Claims(string target, bool hasAppIdHeader)
    {
        var path = Trim(target);
        return path.StartsWith(Prefix, StringComparison.Ordinal) || (hasAppIdHeader && !path.StartsWith(ApiPrefix, StringComparison.Ordinal));
    }

    /// <returns>Null when neither path nor header names an app.</returns>
    /// <exception cref="Api.DaprApiException">The method's path is refused.</exception>
    public static InvocationTarget? Parse(string target, string? appIdHeader)
    {
        var path = Trim(target);
        var mark = path.IndexOf('?');
        var query = mark < 0 ? [] : path[mark..];
        path = mark < 0 ? path : path[..mark];
        if (!path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return string.IsNullOrEmpty(appIdHeader) ? null : new InvocationTarget(appIdHeader, Join(MethodPath.Normalize(path), query));
        }

        path = path[Prefix.Length..].TrimStart('/');
        if (path.StartsWith(Http, StringComparison.Ordinal) || path.StartsWith(Https, StringComparison.Ordinal))
        {
            return ParseAddress(path, query);
        }

        var slash = path.IndexOf('/');
        if (slash <= 0)
        {
            return null;
        }

        var appId = path[..slash];
        var rest = path[slash..].TrimStart('/');
        if (!rest.StartsWith(Method, StringComparison.Ordinal) || (rest.Length > Method.Length && rest[Method.Length] != '/'))
        {
            return null;
        }

        return new InvocationTarget(
            appId.Contains('%') ? Uri.UnescapeDataString(appId) : appId.ToString(),
            Join(MethodPath.Normalize(rest[Method.Length..]), query));
    }

    /// <summary>An address that is not percent-encoded; clients fold its two slashes into one.</summary>
    private static InvocationTarget? ParseAddress(ReadOnlySpan<char> path, ReadOnlySpan<char> query)
    {
        var method = path.IndexOf($"/{Method}/", StringComparison.Ordinal);
        if (method < 0)
        {
            return null;
        }

        var colon = path.IndexOf(':');
        var address = string.Concat(path[..colon], "://", path[(colon + 1)..method].TrimStart('/'));
        return new InvocationTarget(address, Join(MethodPath.Normalize(path[(method + Method.Length + 1)..]), query));
    }

    private static string Join(string path, ReadOnlySpan<char> query) => query.IsEmpty ? path : string.Concat(path, query);

    private static ReadOnlySpan<char> Trim(string target)
    {
        var span = target.AsSpan();
        while (span.StartsWith("//", StringComparison.Ordinal))
        {
            span = span[1..];
        }

        return span;
    }
}
