namespace Personalization.Profiles.Contracts;

public sealed record CartReply
{
    public CartView? Cart { get; init; }

    /// <summary>IfMatch named another version; <see cref="Cart"/> is the one that stands.</summary>
    public bool Conflict { get; init; }

    public bool Durable { get; init; } = true;

    /// <summary>False: nothing was kept (503).</summary>
    public bool Accepted { get; init; } = true;

    /// <summary>Set when the shopper was merged away: repeat there. An actor id.</summary>
    public string? MovedTo { get; init; }
}
