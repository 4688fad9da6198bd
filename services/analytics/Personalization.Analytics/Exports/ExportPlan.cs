namespace Personalization.Analytics.Exports;

/// <summary>What a run has to do, from what the warehouse holds and what is exported. The same inputs give the same plan, and a finished plan leaves nothing to do.</summary>
/// <param name="Write">Days that are new or changed, oldest first.</param>
/// <param name="Remove">Exported days that are too old, or of which nothing is left.</param>
public sealed record ExportPlan(IReadOnlyList<DayContent> Write, IReadOnlyList<ExportedDay> Remove)
{
    /// <param name="held">What the warehouse holds.</param>
    /// <param name="manifest">What is exported.</param>
    /// <param name="oldest">The first day that is kept, `yyyy-MM-dd`.</param>
    public static ExportPlan Of(IReadOnlyList<DayContent> held, ExportManifest manifest, string oldest)
    {
        var kept = held.Where(day => string.CompareOrdinal(day.EventDate, oldest) >= 0).ToDictionary(day => (day.StoreId, day.EventDate));
        var exported = manifest.Days.ToDictionary(day => (day.Content.StoreId, day.Content.EventDate));
        return new ExportPlan(
            [.. kept.Values
                .Where(day => !exported.TryGetValue((day.StoreId, day.EventDate), out var before) || before.Content.Fingerprint != day.Fingerprint || before.Content.Rows != day.Rows)
                .OrderBy(day => day.EventDate, StringComparer.Ordinal)
                .ThenBy(day => day.StoreId, StringComparer.Ordinal)],
            [.. manifest.Days.Where(day => !kept.ContainsKey((day.Content.StoreId, day.Content.EventDate)))]);
    }
}
