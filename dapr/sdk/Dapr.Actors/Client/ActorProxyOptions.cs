using System.Text.Json;

namespace Dapr.Actors.Client;

/// <summary>How a proxy reaches its actor.</summary>
public class ActorProxyOptions
{
    private JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    /// <summary>Creates options with the defaults of the process environment.</summary>
    public ActorProxyOptions()
    {
    }

    /// <summary>The options that arguments and results are written and read with; default are the web defaults.</summary>
    public JsonSerializerOptions JsonSerializerOptions
    {
        get => _json;
        set => _json = value ?? throw new ArgumentNullException(nameof(value), $"{nameof(ActorProxyFactory)}.{nameof(JsonSerializerOptions)} cannot be null");
    }

    /// <summary>The token the sidecar demands.</summary>
    public string? DaprApiToken { get; set; } = DaprDefaults.GetDefaultDaprApiToken(null);

    /// <summary>The HTTP address of the sidecar.</summary>
    public string? HttpEndpoint { get; set; } = DaprDefaults.GetDefaultHttpEndpoint();

    /// <summary>The limit of a call; <c>null</c> is 100 seconds, as of an <see cref="HttpClient"/>.</summary>
    public TimeSpan? RequestTimeout { get; set; }

    /// <summary>Asks for JSON in calls through an interface. Here these are always JSON.</summary>
    public bool UseJsonSerialization { get; set; }
}
