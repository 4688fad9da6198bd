namespace Personalization.Profiles.Contracts;

public sealed record TrackRequest
{
    /// <summary>Events of this one shopper; at least one.</summary>
    public required IReadOnlyList<Interaction> Events { get; init; }
}
