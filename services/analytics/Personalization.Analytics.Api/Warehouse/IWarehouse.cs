using Personalization.Analytics.Counts;
using Personalization.Analytics.RawActions;

namespace Personalization.Analytics.Api.Warehouse;

/// <summary>Port of the column store. An implementation keeps each (store, shopper, event id) once, however often it is written.</summary>
internal interface IWarehouse
{
    /// <summary>Commits the rows; when it returns they survive a crash.</summary>
    /// <returns>The places of the rows that the store will never take, ascending; the others are kept.</returns>
    /// <exception cref="WarehouseUnavailableException">Write all of the call again later.</exception>
    Task<IReadOnlyList<int>> WriteAsync(IReadOnlyList<RawUserAction> rows, CancellationToken cancellationToken);

    /// <exception cref="WarehouseUnavailableException">The store cannot be read now.</exception>
    Task<EventCounts> CountAsync(EventCountQuery query, CancellationToken cancellationToken);
}
