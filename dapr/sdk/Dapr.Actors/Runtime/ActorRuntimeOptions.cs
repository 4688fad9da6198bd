using System.Text.Json;

namespace Dapr.Actors.Runtime;

/// <summary>How this application hosts actors. What is not set is the sidecar's choice.</summary>
public sealed class ActorRuntimeOptions
{
    private TimeSpan? _idleTimeout;
    private TimeSpan? _scanInterval;
    private TimeSpan? _drainTimeout;
    private int? _partitions;
    private string? _apiToken = string.Empty;

    private JsonSerializerOptions _json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        PropertyNameCaseInsensitive = true,
    };

    /// <summary>The actor types.</summary>
    public ActorRegistrationCollection Actors { get; } = [];

    /// <summary>How long an actor is kept without a call; the sidecar's default is 60 minutes.</summary>
    public TimeSpan? ActorIdleTimeout
    {
        get => _idleTimeout;
        set => _idleTimeout = Positive(value, nameof(ActorIdleTimeout));
    }

    /// <summary>How often idle actors are looked for.</summary>
    public TimeSpan? ActorScanInterval
    {
        get => _scanInterval;
        set => _scanInterval = Positive(value, nameof(ActorScanInterval));
    }

    /// <summary>How long a call in progress may take when its actor is moved or stopped; the sidecar's default is 60 seconds.</summary>
    public TimeSpan? DrainOngoingCallTimeout
    {
        get => _drainTimeout;
        set => _drainTimeout = Positive(value, nameof(DrainOngoingCallTimeout));
    }

    /// <summary>Whether calls in progress are waited for before an actor is moved.</summary>
    public bool DrainRebalancedActors { get; set; }

    /// <summary>Whether a chain of calls may come back to an actor that is in it.</summary>
    public ActorReentrancyConfig ReentrancyConfig { get; set; } = new();

    /// <summary>Asks for JSON in calls through an interface. Here these are always JSON.</summary>
    public bool UseJsonSerialization { get; set; }

    /// <summary>The options that arguments, results and states are written and read with; they decide how states look in the store.</summary>
    public JsonSerializerOptions JsonSerializerOptions
    {
        get => _json;
        set => _json = value ?? throw new ArgumentNullException(nameof(value), $"{nameof(ActorRuntimeOptions)}.{nameof(JsonSerializerOptions)} cannot be null");
    }

    /// <summary>The token the sidecar demands; default comes from configuration and the process environment.</summary>
    public string? DaprApiToken
    {
        get => _apiToken;
        set => _apiToken = value ?? throw new ArgumentNullException(nameof(value), $"{nameof(ActorRuntimeOptions)}.{nameof(DaprApiToken)} cannot be null");
    }

    /// <summary>In how many parts the reminders are kept, in old sidecars.</summary>
    public int? RemindersStoragePartitions
    {
        get => _partitions;
        set => _partitions = value < 0 ? throw new ArgumentOutOfRangeException(nameof(value), value, "must be positive") : value;
    }

    /// <summary>The HTTP address of the sidecar; default comes from configuration and the process environment.</summary>
    public string? HttpEndpoint { get; set; }

    private static TimeSpan? Positive(TimeSpan? value, string name) =>
        value <= TimeSpan.Zero ? throw new ArgumentOutOfRangeException(name, value, "must be positive") : value;
}
