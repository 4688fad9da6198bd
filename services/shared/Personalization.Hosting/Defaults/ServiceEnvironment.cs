using System.Globalization;
using System.Net;
using Personalization.Hosting.Doors;

namespace Personalization.Hosting.Defaults;

/// <summary>What a service process is told by its environment, the same under `dapr run`, Kubernetes and `dapr/local`.</summary>
public sealed record ServiceEnvironment
{
    /// <summary>APP_ID: the Dapr app-id.</summary>
    public required string AppId { get; init; }

    /// <summary>APP_PORT: where Dapr's app channel reaches this process.</summary>
    public required int AppPort { get; init; }

    /// <summary>APP_HOST: where the app channel listens. Anything but loopback needs <see cref="AppToken"/> and `Auth:Mode=bearer`.</summary>
    public IPAddress AppHost { get; init; } = IPAddress.Loopback;

    /// <summary>APP_API_TOKEN: what the own sidecar sends with every call; null: whoever reaches the app channel is taken for it.</summary>
    public string? AppToken { get; init; }

    /// <summary>METRICS_HOST: where `/metrics` listens. Anything but loopback needs `Auth:Mode=bearer`, and a network that lets only the scraper in.</summary>
    public IPAddress MetricsHost { get; init; } = IPAddress.Loopback;

    /// <summary>
    /// APP_PROTOCOL is <c>h2c</c>: the app channel speaks HTTP/2 in clear text by prior knowledge, many calls on few connections. Else
    /// HTTP/1.1; without TLS a port cannot offer both.
    /// </summary>
    public bool IsAppHttp2 { get; init; }

    /// <summary>METRICS_PORT: the listener of `/metrics`; null when none is wanted.</summary>
    public int? MetricsPort { get; init; }

    /// <summary>DATA_DIR: a private folder for derived data that can be rebuilt.</summary>
    public required string DataDirectory { get; init; }

    /// <exception cref="InvalidOperationException">A value is no port or address; the message names the variable.</exception>
    public static ServiceEnvironment Read(string appId, int defaultPort) => new()
    {
        AppId = Environment.GetEnvironmentVariable("APP_ID") ?? appId,
        AppHost = DoorRules.Address("APP_HOST", Environment.GetEnvironmentVariable("APP_HOST")),
        AppPort = Port("APP_PORT") ?? defaultPort,
        AppToken = Environment.GetEnvironmentVariable("APP_API_TOKEN") is { Length: > 0 } token ? token : null,
        MetricsHost = DoorRules.Address("METRICS_HOST", Environment.GetEnvironmentVariable("METRICS_HOST")),
        IsAppHttp2 = Environment.GetEnvironmentVariable("APP_PROTOCOL") == "h2c",
        MetricsPort = Port("METRICS_PORT"),
        DataDirectory = Environment.GetEnvironmentVariable("DATA_DIR") ?? Path.Combine(Path.GetTempPath(), "personalization", appId),
    };

    /// <summary>The port in an environment variable, or null when it is not set.</summary>
    public static int? Port(string variable)
    {
        var text = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? port
            : throw new InvalidOperationException($"{variable} is '{text}': expected a port from 1 to 65535.");
    }
}
