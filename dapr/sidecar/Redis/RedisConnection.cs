using Personalization.Sidecar.Hosting;
using StackExchange.Redis;

namespace Personalization.Sidecar.Redis;

/// <summary>One multiplexed connection to a server; comes back by itself after the server was away.</summary>
internal sealed class RedisConnection(RedisSettings settings) : IAsyncDisposable
{
    /// <summary>The longest that daprd's driver waits between two tries by default.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(512);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private ConnectionMultiplexer? _multiplexer;

    public IDatabase Database => _multiplexer?.GetDatabase(settings.Database) ?? throw new InvalidOperationException("The connection is not open.");

    /// <summary>Channels of the server.</summary>
    public ISubscriber Subscriber => _multiplexer?.GetSubscriber() ?? throw new InvalidOperationException("The connection is not open.");

    /// <summary>How long a read may block for messages to come.</summary>
    public TimeSpan BlockingTime => settings.ReadTimeout;

    /// <summary>The connection that all components with the same settings share.</summary>
    public static Share<RedisConnection> Acquire(SharedResources shared, RedisSettings settings) =>
        shared.Acquire(settings.ShareKey, () => new RedisConnection(settings));

    /// <exception cref="RedisConnectionException">The server does not answer.</exception>
    /// <exception cref="TimeoutException">Nor within the read timeout, however often it was asked.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _multiplexer ??= await ConnectionMultiplexer.ConnectAsync(settings.ToOptions()).WaitAsync(cancellationToken);
            await GreetAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// Waits for a command's answer, no longer than the read timeout. The driver completes commands on the thread that reads answers; what follows
    /// here goes on elsewhere, so that no handler can hold up the answers of others.
    /// </summary>
    /// <exception cref="TimeoutException">No answer in time. A write may have happened all the same.</exception>
    public Task<T> AnswerAsync<T>(Task<T> command, CancellationToken cancellationToken) => command
        .ContinueWith(static done => done, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)
        .Unwrap()
        .WaitAsync(settings.ReadTimeout, cancellationToken);

    /// <summary>A server that only just started, or whose machine stalls, is given as many chances as daprd's driver gives it.</summary>
    private async Task GreetAsync(CancellationToken cancellationToken)
    {
        for (var retries = settings.MaxRetries; ; retries--)
        {
            try
            {
                await AnswerAsync(Database.PingAsync(), cancellationToken);
                return;
            }
            catch (Exception e) when (retries > 0 && (e is TimeoutException or RedisConnectionException))
            {
                // Asked again a moment later: the multiplexer connects by itself.
                await Task.Delay(RetryInterval, cancellationToken);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        // Closing without waiting for commands in flight: their callers are gone, and a blocking read would hold it up.
        _multiplexer?.Close(allowCommandsToComplete: false);
        _multiplexer?.Dispose();
        _gate.Dispose();
        return ValueTask.CompletedTask;
    }
}
