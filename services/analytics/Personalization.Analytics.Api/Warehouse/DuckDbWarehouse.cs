using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Personalization.Analytics.Api.Warehouse.DuckDb;
using Personalization.Analytics.Counts;
using Personalization.Analytics.RawActions;
using Personalization.Hosting.Defaults;

namespace Personalization.Analytics.Api.Warehouse;

/// <summary>
/// The warehouse in one DuckDB file. All writing is done by one loop that commits whatever waits for it together;
/// reading goes over connections of its own. DuckDB's calls block, so both run off the request threads.
/// </summary>
internal sealed partial class DuckDbWarehouse : BackgroundService, IWarehouse
{
    /// <summary>What DuckDB may keep while nobody writes.</summary>
    private const string IdleMemory = "24MB";

    private static readonly TimeSpan ReopenDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReopenLogInterval = TimeSpan.FromMinutes(1);

    private readonly WarehouseOptions _options;
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly WarehouseInstruments _instruments;
    private readonly ILogger<DuckDbWarehouse> _logger;
    private readonly Channel<PendingWrite> _waiting;
    private readonly SemaphoreSlim _queries;
    private volatile DuckDbDatabase? _database;
    private bool _isBroken;

    public DuckDbWarehouse(
        IOptions<WarehouseOptions> options,
        ServiceEnvironment environment,
        TimeProvider time,
        WarehouseInstruments instruments,
        ILogger<DuckDbWarehouse> logger)
    {
        _options = options.Value;
        _path = _options.Path ?? Path.Combine(environment.DataDirectory, "warehouse.duckdb");
        _time = time;
        _instruments = instruments;
        _logger = logger;
        _waiting = Channel.CreateBounded<PendingWrite>(new BoundedChannelOptions(_options.MaxWaiting) { SingleReader = true });
        _queries = new SemaphoreSlim(_options.MaxConcurrentQueries);
    }

    /// <summary>True once the file is open and the writer runs.</summary>
    public bool IsOpen => _database is not null;

    public async Task<IReadOnlyList<int>> WriteAsync(IReadOnlyList<RawUserAction> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        if (_database is null)
        {
            throw new WarehouseUnavailableException($"The warehouse '{_path}' is not open.");
        }

        var write = new PendingWrite(rows);
        if (!_waiting.Writer.TryWrite(write))
        {
            throw new WarehouseUnavailableException($"{_options.MaxWaiting} batches already wait for the warehouse.");
        }

        return await write.Done.Task.WaitAsync(cancellationToken);
    }

    public Task<EventCounts> CountAsync(EventCountQuery query, CancellationToken cancellationToken) =>
        ReadAsync(connection => Count(connection, query), cancellationToken);

    public override void Dispose()
    {
        base.Dispose();
        _queries.Dispose();
    }

    /// <summary>Opens the file, trying again while another process still holds it, then writes until the host stops.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var database = await OpenAsync(stoppingToken);
        try
        {
            using var connection = database.Connect();
            connection.Execute(WarehouseSchema.CreateHistory);
            connection.Execute(WarehouseSchema.CreateIncoming);
            _database = database;
            LogOpened(_path, DuckDbDatabase.LibraryVersion);
            await foreach (var batch in BatchesAsync(stoppingToken))
            {
                if (batch.Count == 0)
                {
                    await GiveBackAsync(connection, stoppingToken);
                    continue;
                }

                Commit(connection, batch);
                if (_isBroken)
                {
                    throw new InvalidOperationException("The warehouse can be used no more until it is opened anew; the service ends.");
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops: what waits was never acknowledged and is delivered again.
        }
        finally
        {
            _database = null;
            _waiting.Writer.TryComplete();
            while (_waiting.Reader.TryRead(out var unwritten))
            {
                unwritten.Done.TrySetException(new WarehouseUnavailableException("The service stops."));
            }

            for (var query = 0; query < _options.MaxConcurrentQueries; query++)
            {
                // A query that still runs must not lose its database.
                await _queries.WaitAsync(CancellationToken.None);
            }

            database.Dispose();
            _queries.Release(_options.MaxConcurrentQueries);
        }
    }

    private async Task<DuckDbDatabase> OpenAsync(CancellationToken stoppingToken)
    {
        var settings = new Dictionary<string, string>
        {
            ["memory_limit"] = _options.MemoryLimit,
            ["threads"] = _options.Threads.ToString(),
            ["autoinstall_known_extensions"] = "false",
        };
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_path))!);
        long? logged = null;
        while (true)
        {
            try
            {
                return DuckDbDatabase.Open(_path, settings);
            }
            catch (DuckDbException fault)
            {
                if (logged is not { } before || _time.GetElapsedTime(before) >= ReopenLogInterval)
                {
                    logged = _time.GetTimestamp();
                    LogNotOpened(_path, fault.Message);
                }

                await Task.Delay(ReopenDelay, _time, stoppingToken);
            }
        }
    }

    /// <summary>
    /// Everything that waits, up to the batch limit, as one batch: the longer a commit takes, the more the next one carries. An empty one says that nothing
    /// has come for a while.
    /// </summary>
    private async IAsyncEnumerable<List<PendingWrite>> BatchesAsync([EnumeratorCancellation] CancellationToken stoppingToken)
    {
        var isIdle = true;
        for (var waiting = _waiting.Reader.WaitToReadAsync(stoppingToken).AsTask(); ;)
        {
            if (!isIdle && await Task.WhenAny(waiting, Task.Delay(_options.IdleAfter, _time, stoppingToken)) != waiting)
            {
                isIdle = true;
                yield return [];
                continue;
            }

            if (!await waiting)
            {
                yield break;
            }

            isIdle = false;
            List<PendingWrite> batch = [];
            var rows = 0;
            while (rows < _options.MaxBatch && _waiting.Reader.TryRead(out var write))
            {
                batch.Add(write);
                rows += write.Rows.Count;
            }

            yield return batch;
            waiting = _waiting.Reader.WaitToReadAsync(stoppingToken).AsTask();
        }
    }

    /// <summary>DuckDB keeps what it has read and written up to its limit. The limit lowered for a moment, it gives back what nobody uses.</summary>
    private async Task GiveBackAsync(DuckDbConnection connection, CancellationToken stoppingToken)
    {
        var taken = 0;
        try
        {
            for (; taken < _options.MaxConcurrentQueries; taken++)
            {
                // No query may meet the low limit.
                await _queries.WaitAsync(stoppingToken);
            }

            connection.Execute($"SET memory_limit = '{IdleMemory}'");
        }
        catch (DuckDbException)
        {
            // More than that is in use: nothing is given back this time.
        }
        finally
        {
            connection.Execute($"SET memory_limit = '{_options.MemoryLimit}'");
            if (taken > 0)
            {
                _queries.Release(taken);
            }
        }
    }

    private void Commit(DuckDbConnection connection, List<PendingWrite> batch)
    {
        var fault = TryKeep(connection, [.. batch.SelectMany(write => write.Rows)]);
        foreach (var write in batch)
        {
            List<int> refused = [];
            var reason = fault is { IsAboutData: true } ? Isolate(connection, write.Rows, 0, write.Rows.Count, refused) : fault;
            if (reason is null)
            {
                write.Done.TrySetResult(refused);
            }
            else
            {
                write.Done.TrySetException(new WarehouseUnavailableException($"The warehouse refused the commit: {reason.Message}", reason));
            }
        }
    }

    /// <summary>Keeps the rows of a call whose commit one of them spoiled, half by half, and finds those that cannot be kept.</summary>
    /// <returns>What stopped it, when it was not a row.</returns>
    private DuckDbException? Isolate(DuckDbConnection connection, IReadOnlyList<RawUserAction> rows, int start, int count, List<int> refused)
    {
        var fault = TryKeep(connection, [.. rows.Skip(start).Take(count)]);
        if (fault is not { IsAboutData: true })
        {
            return fault;
        }

        if (count == 1)
        {
            refused.Add(start);
            LogRefused(fault.Message);
            return null;
        }

        var half = count / 2;
        return Isolate(connection, rows, start, half, refused) ?? Isolate(connection, rows, start + half, count - half, refused);
    }

    /// <summary>All of the rows in one transaction, or none.</summary>
    private DuckDbException? TryKeep(DuckDbConnection connection, IReadOnlyList<RawUserAction> rows)
    {
        var started = _time.GetTimestamp();
        try
        {
            connection.Execute("BEGIN TRANSACTION");
            using (var appender = connection.Append(WarehouseSchema.Incoming))
            {
                foreach (var row in rows)
                {
                    Append(appender, row);
                }

                appender.Finish();
            }

            var added = connection.Execute(WarehouseSchema.TakeOver);
            connection.Execute(WarehouseSchema.ClearIncoming);
            connection.Execute("COMMIT");
            _instruments.Committed(added, rows.Count - added, _time.GetElapsedTime(started));
            return null;
        }
        catch (DuckDbException fault)
        {
            _instruments.Failed();
            LogCommitFailed(fault, rows.Count);
            Rollback(connection);
            return fault;
        }
    }

    private void Rollback(DuckDbConnection connection)
    {
        try
        {
            connection.Execute("ROLLBACK");
        }
        catch (DuckDbException fault)
        {
            // DuckDB closes itself after a fatal fault, such as a disk that fails in the middle of a commit.
            _isBroken = true;
            LogRollbackFailed(fault);
        }
    }

    private static void Append(DuckDbAppender appender, RawUserAction row) => appender
        .Text(row.EventId)
        .Instant(row.EventTimestamp)
        .Text(row.EventType)
        .Text(row.UserId)
        .Text(row.SessionId)
        .Text(row.ProductId)
        .Text(row.ProductCategory)
        .Text(row.ProductAttributes)
        .Real(row.InteractionStrength)
        .Text(row.InteractionContext)
        .Text(row.SearchQuery)
        .Text(row.SearchResultsShown)
        .Integer(row.ResultPosition)
        .Text(row.RawEventData)
        .Text(row.StoreId)
        .Text(row.ShopperKind)
        .Text(row.InteractionKind)
        .Text(row.OrderId)
        .Real(row.Quantity)
        .Real(row.Price)
        .Text(row.Currency)
        .Text(row.DecisionId)
        .Text(row.ListId)
        .Text(row.ExperimentId)
        .Instant(row.ReceivedAt)
        .EndRow();

    private EventCounts Count(DuckDbConnection connection, EventCountQuery query)
    {
        var asOf = _time.GetUtcNow();
        using var rows = connection.Query(
            WarehouseSchema.CountByDayAndType, query.StoreId, query.From, query.To, query.Type, query.UserId, query.AnonymousId);
        var byDay = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var byType = new SortedDictionary<string, long>(StringComparer.Ordinal);
        long total = 0;
        while (rows.Read())
        {
            var (day, type, events) = (rows.Text(0)!, rows.Text(1)!, rows.Integer(2)!.Value);
            byDay[day] = byDay.GetValueOrDefault(day) + events;
            byType[type] = byType.GetValueOrDefault(type) + events;
            total += events;
        }

        return new EventCounts { Count = total, ByDay = [.. byDay.Select(entry => new DayCount(entry.Key, entry.Value))], ByType = byType, AsOf = asOf };
    }

    private sealed record PendingWrite(IReadOnlyList<RawUserAction> Rows)
    {
        /// <summary>Ends with the places of the refused rows.</summary>
        public TaskCompletionSource<IReadOnlyList<int>> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
