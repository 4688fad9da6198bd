using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Dapr;

/// <summary>Where the sidecar is, from configuration first and the process environment second.</summary>
public static class DaprDefaults
{
    /// <summary>Environment variable with the token the sidecar demands.</summary>
    public const string DaprApiTokenEnvironmentVariableName = "DAPR_API_TOKEN";

    /// <summary>Environment variable with the token the sidecar sends to the application.</summary>
    public const string AppApiTokenEnvironmentVariableName = "APP_API_TOKEN";

    /// <summary>Environment variable with the whole HTTP address of the sidecar; wins over the port.</summary>
    public const string DaprHttpEndpointEnvironmentVariableName = "DAPR_HTTP_ENDPOINT";

    /// <summary>Environment variable with the HTTP port of the sidecar on this machine.</summary>
    public const string DaprHttpPortEnvironmentVariableName = "DAPR_HTTP_PORT";

    /// <summary>Environment variable with the whole gRPC address of the sidecar; wins over the port.</summary>
    public const string DaprGrpcEndpointEnvironmentVariableName = "DAPR_GRPC_ENDPOINT";

    /// <summary>Environment variable with the gRPC port of the sidecar on this machine.</summary>
    public const string DaprGrpcPortEnvironmentVariableName = "DAPR_GRPC_PORT";

    /// <summary>The scheme used when no whole address is given.</summary>
    public const string DefaultDaprScheme = "http";

    /// <summary>The host used when no whole address is given.</summary>
    public const string DefaultDaprHost = "localhost";

    /// <summary>The HTTP port used when none is given.</summary>
    public const int DefaultHttpPort = 3500;

    /// <summary>The gRPC port used when none is given.</summary>
    public const int DefaultGrpcPort = 50001;

    /// <summary>The token the sidecar demands; empty when it demands none.</summary>
    public static string GetDefaultDaprApiToken(IConfiguration? configuration) =>
        Read(configuration, DaprApiTokenEnvironmentVariableName) ?? string.Empty;

    /// <summary>The token the sidecar sends to the application; empty when it sends none.</summary>
    public static string GetDefaultAppApiToken(IConfiguration? configuration) =>
        Read(configuration, AppApiTokenEnvironmentVariableName) ?? string.Empty;

    /// <summary>The HTTP address of the sidecar, with a trailing slash.</summary>
    public static string GetDefaultHttpEndpoint(IConfiguration? configuration = null) =>
        BuildEndpoint(
            Read(configuration, DaprHttpEndpointEnvironmentVariableName),
            Read(configuration, DaprHttpPortEnvironmentVariableName),
            DefaultHttpPort);

    /// <summary>The gRPC address of the sidecar, with a trailing slash.</summary>
    public static string GetDefaultGrpcEndpoint(IConfiguration? configuration = null) =>
        BuildEndpoint(
            Read(configuration, DaprGrpcEndpointEnvironmentVariableName),
            Read(configuration, DaprGrpcPortEnvironmentVariableName),
            DefaultGrpcPort);

    /// <summary>Whether anybody says where the sidecar's gRPC API is.</summary>
    internal static bool NamesGrpc(IConfiguration? configuration = null) =>
        !string.IsNullOrWhiteSpace(Read(configuration, DaprGrpcEndpointEnvironmentVariableName)) || !string.IsNullOrWhiteSpace(Read(configuration, DaprGrpcPortEnvironmentVariableName));

    private static string BuildEndpoint(string? endpoint, string? port, int defaultPort)
    {
        if (!string.IsNullOrWhiteSpace(endpoint))
        {
            var given = new Uri(endpoint);
            return new UriBuilder(given.Scheme, given.Host, given.Port).ToString();
        }

        var chosen = string.IsNullOrWhiteSpace(port) ? defaultPort : int.Parse(port, CultureInfo.InvariantCulture);
        return new UriBuilder(DefaultDaprScheme, DefaultDaprHost, chosen).ToString();
    }

    private static string? Read(IConfiguration? configuration, string name) =>
        configuration?[name] ?? Environment.GetEnvironmentVariable(name);
}
