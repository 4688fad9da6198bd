using System.Collections.ObjectModel;

namespace Personalization.Profiles.Contracts;

/// <summary>The public answer of `GET /api/users/{id}/preferences/live`.</summary>
public sealed record LivePreferences
{
    public IReadOnlyDictionary<string, double> Categories { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    public IReadOnlyDictionary<string, double> Attributes { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    public IReadOnlyDictionary<string, double> Brands { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    public PreferenceMaps<double> Confidence { get; init; } = new();

    /// <summary>Numbers of distinct events.</summary>
    public PreferenceMaps<int> Evidence { get; init; } = new();

    public PreferenceMaps<double> Dislikes { get; init; } = new();

    public IReadOnlyList<string> Dietary { get; init; } = [];

    public IReadOnlyDictionary<string, decimal> UsualQuantities { get; init; } = ReadOnlyDictionary<string, decimal>.Empty;

    public IReadOnlyList<ReorderDue> Reorder { get; init; } = [];

    public PriceBand? PriceBand { get; init; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<RecentView> Recent { get; init; } = [];

    public string? Version { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }

    public bool? Degraded { get; init; }

    public string? Reason { get; init; }
}
