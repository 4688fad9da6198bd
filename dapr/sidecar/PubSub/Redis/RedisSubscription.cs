using System.Collections.Concurrent;
using System.Threading.Channels;
using Personalization.Sidecar.Redis;
using StackExchange.Redis;

namespace Personalization.Sidecar.PubSub.Redis;

/// <summary>
/// One member of a consumer group. As in daprd since 1.17, a message whose handling failed is acknowledged like one that was handled: the inbound
/// policy and the dead-letter topic come before that. What is left without an answer (the handler ran out of time, the sidecar stopped or died) comes again.
/// </summary>
internal sealed partial class RedisSubscription : IAsyncDisposable
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);

    private readonly RedisConsumerGroup _group;
    private readonly RedisConnection _reader;
    private readonly RedisStreamOptions _options;
    private readonly TimeSpan _blocking;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Channel<BrokerDelivery> _taken;
    private readonly ConcurrentDictionary<string, byte> _held = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly MessagePump _pump;
    private readonly Task _reading;
    private readonly Task _claiming;
    private long _readerId;

    public RedisSubscription(
        RedisConsumerGroup group,
        RedisConnection reader,
        BrokerSubscription subscription,
        RedisStreamOptions options,
        TimeProvider time,
        ILogger logger)
    {
        _group = group;
        _reader = reader;
        _options = options;
        _blocking = reader.BlockingTime;
        _time = time;
        _logger = logger;
        _taken = Channel.CreateBounded<BrokerDelivery>(options.QueueDepth);
        // Batches are given one after the other: a second one in work would only make both smaller.
        _pump = new MessagePump(
            subscription,
            subscription.MaxBatch > 1 ? 1 : options.Concurrency,
            token => _taken.Reader.TakeBatchAsync(subscription, time, token),
            time,
            logger);
        _reading = Task.Run(ReadAsync);
        _claiming = options.Redelivers ? Task.Run(ClaimAsync) : Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await TryAsync(() => _group.InterruptAsync(Interlocked.Read(ref _readerId), CancellationToken.None));
        await Task.WhenAny(_reading, Task.Delay(StopLimit, _time));
        await _claiming;
        await _pump.DisposeAsync();

        // Taken and not begun: whoever subscribes next need not wait for the processing timeout.
        await TryAsync(() => _options.Broadcast
            ? _group.DestroyAsync(CancellationToken.None)
            : _group.ReleaseAsync([.. _held.Keys], _options.ProcessingTimeout, CancellationToken.None));
        await _reader.DisposeAsync();
        await _reading;
        _stopping.Dispose();
    }

    private async Task ReadAsync()
    {
        var stop = _stopping.Token;
        var failing = false;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                Interlocked.Exchange(ref _readerId, await _group.ReaderIdAsync(stop));
                while (!stop.IsCancellationRequested)
                {
                    await TakeAsync(await _group.ReadNewAsync(_options.QueueDepth, _blocking), stop);
                    failing = false;
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is RedisException or TimeoutException or InvalidOperationException or ObjectDisposedException)
            {
                if (stop.IsCancellationRequested)
                {
                    return;
                }

                if (!failing)
                {
                    LogReadFailed(_logger, e, _group.Topic);
                    failing = true;
                }

                await RecoverAsync(e, stop);
            }
        }
    }

    private async Task RecoverAsync(Exception failure, CancellationToken stop)
    {
        if (failure is RedisServerException answer && RedisConsumerGroup.IsGone(answer))
        {
            await TryAsync(() => _group.EnsureAsync(stop));
            return;
        }

        await Task.Delay(AfterFailure, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ClaimAsync()
    {
        var stop = _stopping.Token;
        while (!stop.IsCancellationRequested)
        {
            await TryAsync(async () => await TakeAsync(await _group.ClaimAsync(_options.ProcessingTimeout, _options.QueueDepth, stop), stop));
            await Task.Delay(_options.RedeliverInterval, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TakeAsync(IReadOnlyList<RedisStreamEntry> entries, CancellationToken stop)
    {
        // Held before the first wait: what does not get into work before a stop is given back.
        List<RedisStreamEntry> fresh = [.. entries.Where(entry => _held.TryAdd(entry.Id, 0))];
        foreach (var entry in fresh)
        {
            await _taken.Writer.WriteAsync(new Delivery(this, entry), stop);
        }
    }

    private async Task SettleAsync(string id, bool done, TimeSpan age)
    {
        if (!done && (_stopping.IsCancellationRequested || (_options.Redelivers && age >= _options.ProcessingTimeout)))
        {
            // Comes again. Held while stopping, so that it is given back; else the next look for idle messages finds it.
            if (!_stopping.IsCancellationRequested)
            {
                _held.TryRemove(id, out _);
            }

            return;
        }

        if (!done)
        {
            LogLost(_logger, id, _group.Topic);
        }

        await TryAsync(() => _group.AcknowledgeAsync(id, CancellationToken.None));
        _held.TryRemove(id, out _);
    }

    private async Task TryAsync(Func<Task> attempt)
    {
        try
        {
            await attempt();
        }
        catch (Exception e) when (e is RedisException or TimeoutException or OperationCanceledException or InvalidOperationException or ObjectDisposedException)
        {
            // The server is away or the subscription stops. Nothing is lost by it: messages without an acknowledgement come again.
            LogAttemptFailed(_logger, e, _group.Topic);
        }
    }

    [LoggerMessage(EventId = 3161, Level = LogLevel.Warning, Message = "reading the stream {Topic} fails; trying again every second")]
    private static partial void LogReadFailed(ILogger logger, Exception exception, string topic);

    [LoggerMessage(EventId = 3162, Level = LogLevel.Error, Message = "message {Id} of {Topic} was not handled and is lost, as under daprd: the subscription needs an inbound retry policy or a deadLetterTopic")]
    private static partial void LogLost(ILogger logger, string id, string topic);

    [LoggerMessage(EventId = 3163, Level = LogLevel.Debug, Message = "a command on the stream {Topic} failed")]
    private static partial void LogAttemptFailed(ILogger logger, Exception exception, string topic);

    private sealed class Delivery(RedisSubscription owner, RedisStreamEntry entry) : BrokerDelivery(entry.Data, entry.Metadata, 1)
    {
        private readonly long _begun = owner._time.GetTimestamp();

        protected override void OnSettled(bool done) => _ = owner.SettleAsync(entry.Id, done, owner._time.GetElapsedTime(_begun));
    }
}
