using Personalization.Analytics.Api.Exports;
using Personalization.Analytics.Api.Warehouse.DuckDb;
using Personalization.Analytics.Exports;

namespace Personalization.Analytics.Api.Warehouse;

/// <summary>Reading whole days: on a connection of its own, beside the writer, over one state of the warehouse.</summary>
internal sealed partial class DuckDbWarehouse : IExportSource
{
    public Task<IReadOnlyList<DayContent>> DaysAsync(CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<DayContent>>(
        connection =>
        {
            List<DayContent> days = [];
            using var rows = connection.Query(ExportSchema.Days);
            while (rows.Read())
            {
                days.Add(new DayContent(rows.Text(0)!, rows.Text(1)!, rows.Integer(2)!.Value, rows.Text(3)!, rows.Text(4)!));
            }

            return days;
        },
        cancellationToken);

    public Task<DayContent?> WriteDayAsync(string storeId, string eventDate, string file, CancellationToken cancellationToken) => ReadAsync(
        connection =>
        {
            // One transaction: the fingerprint is of what the file holds, also when events arrive meanwhile.
            connection.Execute("BEGIN TRANSACTION READ ONLY");
            DayContent? content = null;
            using (var rows = connection.Query(ExportSchema.Day, storeId, eventDate))
            {
                if (rows.Read() && rows.Integer(0) is > 0 and { } count)
                {
                    content = new DayContent(storeId, eventDate, count, rows.Text(1)!, rows.Text(2)!);
                }
            }

            if (content is not null)
            {
                connection.Execute(ExportSchema.Write(storeId, eventDate, file, content.Fingerprint));
            }

            connection.Execute("ROLLBACK");
            return content;
        },
        cancellationToken);

    /// <summary>Takes a query's place; a reader that is given up is interrupted, so that closing waits for nobody.</summary>
    private async Task<T> ReadAsync<T>(Func<DuckDbConnection, T> read, CancellationToken cancellationToken)
    {
        await _queries.WaitAsync(cancellationToken);
        try
        {
            var database = _database ?? throw new WarehouseUnavailableException($"The warehouse '{_path}' is not open.");
            return await Task.Run(
                () =>
                {
                    using var connection = database.Connect();
                    using var interruption = cancellationToken.Register(connection.Interrupt);
                    return read(connection);
                },
                cancellationToken);
        }
        catch (DuckDbException fault)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new WarehouseUnavailableException($"The warehouse could not be read: {fault.Message}", fault);
        }
        finally
        {
            _queries.Release();
        }
    }
}
