using System.Net;
using Microsoft.Extensions.Configuration;

namespace Personalization.Hosting.Doors;

/// <summary>What may listen where, decided before anything does. One setting for all services of a system.</summary>
public static class DoorRules
{
    public const string ModeSetting = "Auth:Mode";

    /// <summary>Shorter app tokens can be guessed.</summary>
    public const int LeastAppToken = 16;

    /// <exception cref="InvalidOperationException">The mode is none.</exception>
    public static DoorMode Mode(IConfiguration configuration) => configuration[ModeSetting] switch
    {
        null or "" or "open" => DoorMode.Open,
        "bearer" => DoorMode.Bearer,
        var other => throw new InvalidOperationException($"{ModeSetting} is '{other}': expected 'open' or 'bearer'."),
    };

    /// <exception cref="InvalidOperationException">The setting is no IP address.</exception>
    public static IPAddress Address(string setting, string? host) =>
        host is null or "" or "localhost" ? IPAddress.Loopback
        : IPAddress.TryParse(host, out var address) ? address
        : throw new InvalidOperationException($"{setting} is '{host}': expected an IP address such as 127.0.0.1.");

    /// <exception cref="InvalidOperationException">The listener would let other machines in, and nothing asks who they are.</exception>
    public static IPAddress Require(DoorMode mode, string setting, IPAddress address) =>
        mode != DoorMode.Open || IPAddress.IsLoopback(address)
            ? address
            : throw new InvalidOperationException(
                $"{setting} is '{address}' while {ModeSetting} is 'open': anybody on the network could read and change every shopper. Listen on 127.0.0.1, or set {ModeSetting}=bearer.");

    /// <summary>The app channel trusts whoever reaches it, so beyond loopback its caller must be the own sidecar.</summary>
    /// <exception cref="InvalidOperationException">It is beyond loopback without a token, or the token is too short.</exception>
    public static void RequireAppToken(IPAddress app, string? token)
    {
        if (token is { Length: < LeastAppToken })
        {
            throw new InvalidOperationException($"APP_API_TOKEN is shorter than {LeastAppToken} characters: it could be guessed.");
        }

        if (token is null && !IPAddress.IsLoopback(app))
        {
            throw new InvalidOperationException(
                $"APP_HOST is '{app}' without APP_API_TOKEN: anybody on the network could call what is for the own sidecar alone. Set the token here and for the sidecar, or listen on 127.0.0.1.");
        }
    }
}
