namespace Personalization.Profiles.Contracts;

public sealed record CartPut
{
    public required IReadOnlyList<CartItem> Items { get; init; }

    /// <summary>The cart version the caller saw; null to overwrite whatever is there.</summary>
    public string? IfMatch { get; init; }
}
