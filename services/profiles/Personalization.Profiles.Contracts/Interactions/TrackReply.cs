namespace Personalization.Profiles.Contracts;

public sealed record TrackReply
{
    /// <summary>One for each event of the request, in its order.</summary>
    public IReadOnlyList<TrackResult> Results { get => field ?? []; init; } = [];

    /// <summary>The shopper's state after the call: any read that presents it sees at least this.</summary>
    public string? Version { get; init; }

    /// <summary>Set when the shopper was merged away: repeat the call there. An actor id.</summary>
    public string? MovedTo { get; init; }
}
