using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Storage;

namespace Personalization.Sidecar.State.Sqlite;

/// <summary>State in a SQLite file; all components that name the file share its writer.</summary>
internal sealed partial class SqliteStateStore(
    StateSettings settings,
    SqliteFileOptions file,
    SqliteStateTable table,
    TimeSpan timeout,
    TimeSpan cleanupInterval,
    SidecarServices services) : IStateStore
{
    private readonly ILogger _logger = services.Loggers.CreateLogger<SqliteStateStore>();
    private readonly CancellationTokenSource _closing = new();
    private Share<SqliteFile>? _file;
    private Task _cleaning = Task.CompletedTask;

    public IReadOnlyList<string> Capabilities => StateCapabilities.Full;

    public bool IsTransactional => true;

    public bool IsActorStateStore => settings.IsActorStateStore;

    public KeyPrefix KeyPrefix => settings.KeyPrefix;

    private SqliteFile File => _file?.Value ?? throw new InvalidOperationException("The store is not open.");

    private DateTimeOffset Now => services.Time.GetUtcNow();

    public async Task InitAsync(CancellationToken cancellationToken)
    {
        _file = SqliteFile.Acquire(services.Shared, file);
        await File.Opened.WaitAsync(cancellationToken);
        await File.WriteAsync(
            session =>
            {
                table.Prepare(session);
                if (cleanupInterval > TimeSpan.Zero)
                {
                    table.PrepareCleaning(session);
                }

                return true;
            },
            cancellationToken);
        if (cleanupInterval > TimeSpan.Zero)
        {
            _cleaning = CleanAsync(_closing.Token);
        }
    }

    public Task<StateEntry?> GetAsync(string key, CancellationToken cancellationToken) =>
        File.ReadAsync(session => table.Find(session, key, Now), cancellationToken);

    public Task<IReadOnlyList<StateEntry?>> GetManyAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        File.ReadAsync<IReadOnlyList<StateEntry?>>(
            session =>
            {
                var now = Now;
                var entries = new StateEntry?[keys.Count];
                for (var i = 0; i < entries.Length; i++)
                {
                    entries[i] = table.Find(session, keys[i], now);
                }

                return entries;
            },
            cancellationToken);

    public async Task ApplyAsync(IReadOnlyList<StateOperation> operations, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, services.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await File.WriteAsync(
                session =>
                {
                    var now = Now;
                    foreach (var operation in operations)
                    {
                        table.Apply(session, operation, now);
                    }

                    return true;
                },
                both.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"the write took longer than {timeout.TotalSeconds:0.#} s; it may or may not have happened", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _cleaning.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_file is not null)
        {
            await _file.DisposeAsync();
        }

        _closing.Dispose();
    }

    private async Task CleanAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(cleanupInterval, services.Time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                var removed = await File.WriteAsync(session => table.Clean(session, Now), cancellationToken);
                LogCleaned(removed);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // Expired entries are invisible anyway; the next round tries again.
                LogCleanFailed(e);
            }
        }
    }

    [LoggerMessage(400, LogLevel.Debug, "removed {Count} expired entries")]
    private partial void LogCleaned(int count);

    [LoggerMessage(401, LogLevel.Warning, "expired entries could not be removed")]
    private partial void LogCleanFailed(Exception exception);
}
