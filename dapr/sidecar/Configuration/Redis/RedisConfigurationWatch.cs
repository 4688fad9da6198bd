using StackExchange.Redis;

namespace Personalization.Sidecar.Configuration.Redis;

/// <summary>
/// One subscription to changes. Notifications name keys alone and come on the driver's thread: a key is noted, once however often it changes, and what it has
/// then is read and told here, one key after the other.
/// </summary>
internal sealed partial class RedisConfigurationWatch : IAsyncDisposable
{
    private readonly ISubscriber _subscriber;
    private readonly string _prefix;
    private readonly RedisChannel[] _channels;
    private readonly Func<string, CancellationToken, Task<ConfigurationItem>> _read;
    private readonly Func<IReadOnlyDictionary<string, ConfigurationItem>, CancellationToken, Task> _changed;
    private readonly ILogger _logger;
    private readonly Action<RedisChannel, RedisValue> _heard;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;
    private int _disposed;

    public RedisConfigurationWatch(
        ISubscriber subscriber,
        int database,
        IReadOnlyList<string> keys,
        Func<string, CancellationToken, Task<ConfigurationItem>> read,
        Func<IReadOnlyDictionary<string, ConfigurationItem>, CancellationToken, Task> changed,
        ILogger logger)
    {
        _subscriber = subscriber;
        _prefix = $"__keyspace@{database}__:";
        _channels = keys.Count > 0
            ? [.. keys.Distinct(StringComparer.Ordinal).Select(key => new RedisChannel(_prefix + key, RedisChannel.PatternMode.Literal))]
            : [new RedisChannel(_prefix + "*", RedisChannel.PatternMode.Pattern)];
        _read = read;
        _changed = changed;
        _logger = logger;
        _heard = Hear;
    }

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var channel in _channels)
            {
                await _subscriber.SubscribeAsync(channel, _heard).WaitAsync(cancellationToken);
            }
        }
        catch
        {
            await DisposeAsync();
            throw;
        }

        _loop = Task.Run(() => TellAsync(_stopping.Token), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync();
        foreach (var channel in _channels)
        {
            await _subscriber.UnsubscribeAsync(channel, _heard, CommandFlags.FireAndForget);
        }

        await _loop;
        _stopping.Dispose();
    }

    private void Hear(RedisChannel channel, RedisValue message)
    {
        var name = (string)channel!;
        if (!name.StartsWith(_prefix, StringComparison.Ordinal))
        {
            return;
        }

        lock (_gate)
        {
            _waiting.Add(name[_prefix.Length..]);
            if (_signal.CurrentCount == 0)
            {
                _signal.Release();
            }
        }
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await _signal.WaitAsync(cancellationToken);
                foreach (var key in Take())
                {
                    await TellAsync(key, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Unsubscribed.
        }
    }

    private async Task TellAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            var item = await _read(key, cancellationToken);
            await _changed(new Dictionary<string, ConfigurationItem>(StringComparer.Ordinal) { [key] = item }, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            // The edge of the loop, also when it is being ended: one change is lost to this subscriber, the next one is told.
            LogLost(_logger, e);
        }
    }

    private string[] Take()
    {
        lock (_gate)
        {
            string[] keys = [.. _waiting];
            _waiting.Clear();
            return keys;
        }
    }

    [LoggerMessage(EventId = 3312, Level = LogLevel.Error, Message = "a change of configuration could not be read or told")]
    private static partial void LogLost(ILogger logger, Exception exception);
}
