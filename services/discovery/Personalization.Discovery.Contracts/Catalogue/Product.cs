using System.Text.Json.Serialization;

namespace Personalization.Discovery.Contracts;

/// <summary>A product as the public contract shows it: what the contract always names is there, null where the shop gave none.</summary>
public sealed record Product
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Brand { get; init; }

    public IReadOnlyList<string> Categories { get; init => field = value ?? []; } = [];

    public IReadOnlyList<string> Attributes { get; init => field = value ?? []; } = [];

    /// <summary>Price of one unit, in <see cref="Currency"/>; null when the shop gave none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public decimal? Price { get; init; }

    /// <summary>ISO 4217 code.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Currency { get; init; }

    public bool InStock { get; init; } = true;

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? ImageUrl { get; init; }

    /// <summary>Compatibility 0..1 by face shape, of eyewear.</summary>
    public IReadOnlyDictionary<string, double>? FaceShapeCompatibility { get; init; }
}
