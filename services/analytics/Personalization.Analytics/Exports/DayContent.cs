namespace Personalization.Analytics.Exports;

/// <summary>What the warehouse holds of one day of one store.</summary>
/// <param name="StoreId">The store.</param>
/// <param name="EventDate">The UTC day of the events' own timestamps, `yyyy-MM-dd`.</param>
/// <param name="Rows">Events, each once.</param>
/// <param name="Fingerprint">Of the set of events, whatever their order: it changes with every late event and every erased one.</param>
/// <param name="Watermark">When the last of them was received, RFC 3339 UTC.</param>
public sealed record DayContent(string StoreId, string EventDate, long Rows, string Fingerprint, string Watermark);
