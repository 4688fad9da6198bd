using System.Text.Json;

namespace Personalization.Sidecar.Actors.Timers;

/// <summary>The body of a timer's registration.</summary>
internal sealed record ActorTimerRequest
{
    public string? DueTime { get; init; }

    public string? Period { get; init; }

    public string? Ttl { get; init; }

    public string? Callback { get; init; }

    public JsonElement Data { get; init; }
}
