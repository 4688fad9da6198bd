using System.Net;
using Microsoft.Extensions.Logging;

namespace Personalization.Hosting.Tokens;

/// <summary>Makes the one source of keys that the options name, or refuses with the reason.</summary>
internal static class KeySources
{
    private static readonly TimeSpan FetchLimit = TimeSpan.FromSeconds(5);

    /// <exception cref="InvalidOperationException">None or several are named, or the one named cannot be trusted.</exception>
    public static IKeySource Create(TokenOptions options, TimeProvider time, ILogger logger)
    {
        Require(options.Issuer.Length > 0, "Auth:Issuer is missing: name the issuer whose tokens are taken.");
        Require(options.Audience.Length > 0, "Auth:Audience is missing: name the audience that tokens are for.");
        Require(options.ClockSkew >= TimeSpan.Zero && options.ClockSkew <= TimeSpan.FromMinutes(5), "Auth:ClockSkew is out of range: 0 to 5 minutes.");
        var secret = options.SecretFile is { Length: > 0 } secretFile ? ReadSecret(secretFile) : options.Secret;
        string?[] named = [options.JwksFile, options.JwksUrl, secret];
        Require(named.Count(source => !string.IsNullOrEmpty(source)) == 1, "Auth:JwksFile, Auth:JwksUrl and Auth:Secret (or Auth:SecretFile): name exactly one of them.");
        if (options.JwksFile is { Length: > 0 } file)
        {
            return new FetchedKeys(Reader(file), InstantOf(options), time, logger);
        }

        if (options.JwksUrl is { Length: > 0 } url)
        {
            return new FetchedKeys(Fetcher(AddressOf(url)), options, time, logger);
        }

        return new SecretKeys(secret, string.IsNullOrEmpty(options.PreviousSecret) ? null : options.PreviousSecret);
    }

    private static string ReadSecret(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"Auth:SecretFile is '{path}', which cannot be read.", exception);
        }
    }

    private static Uri AddressOf(string url)
    {
        Require(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "https" or "http", $"Auth:JwksUrl is '{url}': expected an https address.");
        Require(address!.Scheme == "https" || address.IsLoopback, $"Auth:JwksUrl is '{url}': whoever sits between could send keys of their own; use https.");
        return address;
    }

    /// <summary>A file is cheap to look at: a change is seen within seconds, which is how keys are rotated and withdrawn with it.</summary>
    private static TokenOptions InstantOf(TokenOptions options)
    {
        var second = TimeSpan.FromSeconds(1);
        return new TokenOptions { KeysFor = second, FetchInterval = second, StaleFor = options.StaleFor };
    }

    private static Func<CancellationToken, Task<byte[]?>> Reader(string path)
    {
        var seen = default(DateTime);
        return async cancellationToken =>
        {
            var changed = File.GetLastWriteTimeUtc(path);
            if (changed == seen)
            {
                return null;
            }

            await using var file = File.OpenRead(path);
            var bytes = await ReadAsync(file, cancellationToken);
            seen = changed;
            return bytes;
        };
    }

    private static Func<CancellationToken, Task<byte[]?>> Fetcher(Uri address)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = FetchLimit };
        return async cancellationToken =>
        {
            using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                throw new HttpRequestException($"The keys' address answered {(int)answer.StatusCode}.");
            }

            await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            return await ReadAsync(body, cancellationToken);
        };
    }

    private static async Task<byte[]> ReadAsync(Stream source, CancellationToken cancellationToken)
    {
        var buffer = new byte[Jwks.MaxBytes + 1];
        var length = await source.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= Jwks.MaxBytes ? buffer[..length] : throw new FormatException($"The JWKS is larger than {Jwks.MaxBytes} bytes.");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
