namespace Personalization.Profiles.Contracts;

public sealed record SwitchesReply
{
    public PersonalizationSwitches? Switches { get; init; }

    public string? Version { get; init; }

    /// <summary>False when the state store is away and a change could not be kept.</summary>
    public bool Durable { get; init; } = true;

    public bool Degraded { get; init; }

    public string? Reason { get; init; }

    /// <summary>The idempotency key was used for another change; nothing was done (409).</summary>
    public bool Conflict { get; init; }

    /// <summary>Set when the shopper was merged away: repeat there. An actor id.</summary>
    public string? MovedTo { get; init; }
}
