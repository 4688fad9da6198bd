namespace Personalization.Profiles.Contracts;

public sealed record ContextRequest
{
    /// <summary>A version the answer must not be older than; null for the newest at hand.</summary>
    public string? MinVersion { get; init; }

    /// <summary>True: <see cref="ShopperContext.Orders"/> is wanted, some kilobytes of a regular shopper.</summary>
    public bool Orders { get; init; }
}
