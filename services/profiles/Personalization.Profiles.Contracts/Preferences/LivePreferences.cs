using System.Collections.ObjectModel;
using System.Text.Json.Serialization;

namespace Personalization.Profiles.Contracts;

/// <summary>The public answer of `GET /api/users/{id}/preferences/live`.</summary>
public sealed record LivePreferences
{
    public IReadOnlyDictionary<string, double> Categories { get => field ?? ReadOnlyDictionary<string, double>.Empty; init; } = ReadOnlyDictionary<string, double>.Empty;

    public IReadOnlyDictionary<string, double> Attributes { get => field ?? ReadOnlyDictionary<string, double>.Empty; init; } = ReadOnlyDictionary<string, double>.Empty;

    public IReadOnlyDictionary<string, double> Brands { get => field ?? ReadOnlyDictionary<string, double>.Empty; init; } = ReadOnlyDictionary<string, double>.Empty;

    public PreferenceMaps<double> Confidence { get => field ?? new(); init; } = new();

    /// <summary>Numbers of distinct events.</summary>
    public PreferenceMaps<int> Evidence { get => field ?? new(); init; } = new();

    public PreferenceMaps<double> Dislikes { get => field ?? new(); init; } = new();

    public IReadOnlyList<string> Dietary { get => field ?? []; init; } = [];

    public IReadOnlyDictionary<string, decimal> UsualQuantities { get => field ?? ReadOnlyDictionary<string, decimal>.Empty; init; } = ReadOnlyDictionary<string, decimal>.Empty;

    public IReadOnlyList<ReorderDue> Reorder { get => field ?? []; init; } = [];

    /// <summary>Null while no purchase told a price.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public PriceBand? PriceBand { get; init; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<RecentView> Recent { get => field ?? []; init; } = [];

    /// <summary>Null for a shopper never seen, and when nothing could be read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Version { get; init; }

    /// <summary>Of the last change; null where there was none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? UpdatedAt { get; init; }

    public bool? Degraded { get; init; }

    public string? Reason { get; init; }
}
