using System.Text.Json.Serialization;

namespace Personalization.Profiles.Contracts;

public sealed record CartView
{
    public IReadOnlyList<CartItem> Items { get => field ?? []; init; } = [];

    /// <summary>`active`, `ordered` or `expired`.</summary>
    public string Status { get; init; } = "active";

    /// <summary>Null for a cart that was never filled.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The cart's own version, as its ETag.</summary>
    public required string Version { get; init; }

    /// <summary>True when this may be older than what was demanded; else absent.</summary>
    public bool? Degraded { get; init; }

    /// <summary>Why; one of <see cref="Reasons"/>.</summary>
    public string? Reason { get; init; }
}
