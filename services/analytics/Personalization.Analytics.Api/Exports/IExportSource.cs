using Personalization.Analytics.Api.Warehouse;
using Personalization.Analytics.Exports;

namespace Personalization.Analytics.Api.Exports;

/// <summary>The warehouse as an export sees it.</summary>
internal interface IExportSource
{
    /// <summary>Every day of every store.</summary>
    /// <exception cref="WarehouseUnavailableException">It cannot be read now.</exception>
    Task<IReadOnlyList<DayContent>> DaysAsync(CancellationToken cancellationToken);

    /// <summary>Writes one day as a Parquet file, replacing what lies there. Memory is bounded by the warehouse's limit, whatever the day's size.</summary>
    /// <returns>What the file holds; null when nothing is left of the day.</returns>
    /// <exception cref="WarehouseUnavailableException">It cannot be read now, or the disk is full; what lies at the path is worthless.</exception>
    Task<DayContent?> WriteDayAsync(string storeId, string eventDate, string file, CancellationToken cancellationToken);
}
