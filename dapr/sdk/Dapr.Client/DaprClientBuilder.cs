using System.Text.Json;

namespace Dapr.Client;

/// <summary>Builds a <see cref="DaprClient"/>. What is not chosen comes from the process environment.</summary>
public sealed class DaprClientBuilder
{
    private string _httpEndpoint = DaprDefaults.GetDefaultHttpEndpoint();
    private string _grpcEndpoint = DaprDefaults.GetDefaultGrpcEndpoint();
    private string? _apiToken = DaprDefaults.GetDefaultDaprApiToken(null);
    private JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);
    private TimeSpan _timeout;
    private HttpMessageHandler? _handler;
    private bool _hasGrpc = DaprDefaults.NamesGrpc();

    /// <summary>Creates a builder with the defaults of the environment.</summary>
    public DaprClientBuilder()
    {
    }

    internal string HttpEndpoint => _httpEndpoint;

    internal string? DaprApiToken => _apiToken;

    /// <summary>Sets the HTTP address of the sidecar; http or https.</summary>
    public DaprClientBuilder UseHttpEndpoint(string httpEndpoint)
    {
        ArgumentException.ThrowIfNullOrEmpty(httpEndpoint);
        _httpEndpoint = httpEndpoint;
        return this;
    }

    /// <summary>Sets the gRPC address of the sidecar; http or https. What the official client asks over gRPC is asked there; over HTTP, when neither this nor the environment names one.</summary>
    public DaprClientBuilder UseGrpcEndpoint(string grpcEndpoint)
    {
        ArgumentException.ThrowIfNullOrEmpty(grpcEndpoint);
        _grpcEndpoint = grpcEndpoint;
        _hasGrpc = true;
        return this;
    }

    /// <summary>Sets the options that payloads are written and read with; default are the web defaults.</summary>
    public DaprClientBuilder UseJsonSerializationOptions(JsonSerializerOptions options)
    {
        _json = options;
        return this;
    }

    /// <summary>Sets the token the sidecar demands.</summary>
    public DaprClientBuilder UseDaprApiToken(string apiToken)
    {
        _apiToken = apiToken;
        return this;
    }

    /// <summary>Sets the limit of a service invocation or health check; zero or less keeps the default of 100 seconds.</summary>
    public DaprClientBuilder UseTimeout(TimeSpan timeout)
    {
        _timeout = timeout;
        return this;
    }

    /// <summary>Builds the client.</summary>
    /// <exception cref="InvalidOperationException">An address is not http or https.</exception>
    public DaprClient Build()
    {
        var grpc = new Uri(_grpcEndpoint);
        if (!IsHttp(grpc))
        {
            throw new InvalidOperationException("The gRPC endpoint must use http or https.");
        }

        var endpoint = new Uri(_httpEndpoint);
        if (!IsHttp(endpoint))
        {
            throw new InvalidOperationException("The HTTP endpoint must use http or https.");
        }

        return _hasGrpc && _handler is null
            ? new DaprGrpcClient(grpc, endpoint, _apiToken, _json, _timeout, new SharedConnectionsHandler())
            : new DaprHttpClient(endpoint, _apiToken, _json, _timeout, _handler ?? new SharedConnectionsHandler());
    }

    internal DaprClientBuilder UseHandler(HttpMessageHandler handler)
    {
        _handler = handler;
        return this;
    }

    private static bool IsHttp(Uri uri) => uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps;
}
