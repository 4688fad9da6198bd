namespace Personalization.Analytics.Exports;

/// <summary>`_manifest.json` of an export: which days there are, how many rows each has, and how far it reaches.</summary>
public sealed record ExportManifest
{
    /// <summary>Of the files' columns and types. A changed or removed column is a new version, in a folder of its own; columns may be added.</summary>
    public const int CurrentSchema = 1;

    public const string Table = "raw_user_actions";

    public int SchemaVersion { get; init; } = CurrentSchema;

    public string Dataset { get; init; } = Table;

    /// <summary>When the last run ended that left nothing to do: everything the warehouse had then is in the files. RFC 3339 UTC; null before the first.</summary>
    public string? CompleteAsOf { get; init; }

    /// <summary>By store, then day.</summary>
    public IReadOnlyList<ExportedDay> Days { get => field ?? []; init; } = [];

    /// <summary>The same with this day in the place of what it replaces.</summary>
    public ExportManifest With(ExportedDay day) => this with { Days = [.. Without(day.Content).Append(day).OrderBy(one => one.Content.StoreId, StringComparer.Ordinal).ThenBy(one => one.Content.EventDate, StringComparer.Ordinal)] };

    public ExportManifest Without(ExportedDay day) => this with { Days = [.. Without(day.Content)] };

    private IEnumerable<ExportedDay> Without(DayContent content) =>
        Days.Where(one => one.Content.StoreId != content.StoreId || one.Content.EventDate != content.EventDate);
}
