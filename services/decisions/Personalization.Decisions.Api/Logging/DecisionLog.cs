using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Personalization.Decisions.Api.State;
using Personalization.Decisions.Learning;

namespace Personalization.Decisions.Api.Logging;

/// <summary>
/// Writes calls, and the page that names them, in one transaction: many calls a commit, so that a durable log costs each call a share of one write.
/// Each process has a lane of its own; nobody else appends to it.
/// </summary>
internal sealed partial class DecisionLog : BackgroundService
{
    private const int MostCalls = 48;
    private const int MostBytes = 1024 * 1024;

    /// <summary>Lanes remembered: as many starts of the service. The oldest were taken over and learned long ago.</summary>
    private const int MostLanes = 500;

    private static readonly TimeSpan JoinPause = TimeSpan.FromMilliseconds(200);

    private readonly IDecisionsState _state;
    private readonly DecisionsOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<DecisionLog> _logger;
    private readonly Channel<Entry> _queue;
    private long _next;
    private bool _listed;

    public DecisionLog(IDecisionsState state, IOptions<DecisionsOptions> options, TimeProvider time, ILogger<DecisionLog> logger)
    {
        _state = state;
        _options = options.Value;
        _time = time;
        _logger = logger;
        Lane = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        _queue = Channel.CreateBounded<Entry>(new BoundedChannelOptions(options.Value.LogQueue) { SingleReader = true });
    }

    /// <summary>This process's part of the log.</summary>
    public string Lane { get; }

    /// <summary>The page that will be written next.</summary>
    public long Next => Volatile.Read(ref _next);

    /// <summary>Pages of this lane that were written and not learned from yet, with their due times: nobody has to read them to know.</summary>
    public Channel<(long Page, LogPage Content)> Written { get; } = Channel.CreateUnbounded<(long, LogPage)>();

    /// <summary>
    /// Completes when the call is durable; false when it could not be written, because another call has its id or the state is away.
    /// </summary>
    /// <param name="name">The call.</param>
    /// <param name="call">What is logged.</param>
    /// <param name="due">When it is learned.</param>
    /// <param name="with">Written in the same transaction; false, too, where one of them no longer fits.</param>
    public async Task<bool> AppendAsync(CallName name, LoggedCall call, DateTimeOffset due, IReadOnlyList<StateWrite> with)
    {
        var entry = new Entry(name, due, [StateWrite.Of(StateKeys.Call(name.Store, name.Id), call, StateJson.Default.LoggedCall, "", _options.Retention), .. with]);
        return _queue.Writer.TryWrite(entry) && await entry.Done.Task;
    }

    /// <summary>The same for a change of a call's outcome that has to be learned (again).</summary>
    public async Task<bool> AppendAsync(CallName name, StateWrite outcome, DateTimeOffset due)
    {
        var entry = new Entry(name, due, [outcome]);
        return _queue.Writer.TryWrite(entry) && await entry.Done.Task;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await JoinEarlyAsync(stoppingToken);
            while (await _queue.Reader.WaitToReadAsync(stoppingToken))
            {
                List<Entry> batch = [];
                var bytes = 0;
                while (batch.Count < MostCalls && bytes < MostBytes && _queue.Reader.TryRead(out var entry))
                {
                    batch.Add(entry);
                    bytes += entry.Writes.Sum(write => write.Json.Length);
                }

                await WriteAsync(batch, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Whoever still waits is answered with the default: nothing was acknowledged.
        }
        finally
        {
            _queue.Writer.TryComplete();
            while (_queue.Reader.TryRead(out var left))
            {
                left.Done.TrySetResult(false);
            }
        }
    }

    private async Task WriteAsync(List<Entry> batch, CancellationToken cancellationToken)
    {
        // Two writes of one key are two answers: in one transaction the second could stand for both.
        if (batch.SelectMany(entry => entry.Writes).Select(write => write.Key).Distinct(StringComparer.Ordinal).Count() == batch.Sum(entry => entry.Writes.Count) && await TryWriteAsync(batch, cancellationToken))
        {
            batch.ForEach(entry => entry.Done.TrySetResult(true));
            return;
        }

        // One id that is taken fails its whole transaction: alone, each gets its own answer.
        foreach (var entry in batch)
        {
            entry.Done.TrySetResult(batch.Count > 1 && await TryWriteAsync([entry], cancellationToken));
        }
    }

    private async Task<bool> TryWriteAsync(List<Entry> batch, CancellationToken cancellationToken)
    {
        try
        {
            if (!_listed)
            {
                await JoinAsync(cancellationToken);
            }

            var number = _next;
            var page = new LogPage(batch.Max(entry => entry.Due), [.. batch.Select(entry => entry.Name)]);
            List<StateWrite> writes = [.. batch.SelectMany(entry => entry.Writes)];
            writes.Add(StateWrite.Of(StateKeys.Page(Lane, number), page, StateJson.Default.LogPage, "", _options.Retention));
            if (!await _state.TryCommitAsync(writes, cancellationToken))
            {
                return false;
            }

            Volatile.Write(ref _next, number + 1);
            Written.Writer.TryWrite((number, page));
            return true;
        }
        catch (StateUnavailableException exception)
        {
            LogNotLogged(batch.Count, (exception.InnerException ?? exception).Message);
            return false;
        }
    }

    /// <summary>
    /// Joins before the first call comes, so that no shopper waits for it, or for what its writes have to compile. While the state is away a call that
    /// comes finds out for itself.
    /// </summary>
    private async Task JoinEarlyAsync(CancellationToken cancellationToken)
    {
        var waiting = _queue.Reader.WaitToReadAsync(cancellationToken).AsTask();
        while (!_listed && !waiting.IsCompleted)
        {
            try
            {
                await JoinAsync(cancellationToken);
            }
            catch (StateUnavailableException)
            {
                await Task.WhenAny(waiting, Task.Delay(JoinPause, _time, cancellationToken));
            }
        }
    }

    /// <summary>Puts this lane into the list before anything is in it, so that another process finds what a dead one left.</summary>
    private async Task JoinAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var (list, etag) = await _state.GetAsync(StateKeys.Lanes, StateJson.Default.LaneList, cancellationToken);
            var writes = new[]
            {
                StateWrite.Of(StateKeys.Lanes, new LaneList([.. (list?.Lanes ?? []).TakeLast(MostLanes - 1), Lane]), StateJson.Default.LaneList, etag, null),
                StateWrite.Of(StateKeys.Lane(Lane), new LaneState(0, Lane, _time.GetUtcNow() + _options.LaneLease), StateJson.Default.LaneState, "", null),
            };
            if (await _state.TryCommitAsync(writes, cancellationToken))
            {
                _listed = true;
                return;
            }
        }

        throw new StateUnavailableException(new TimeoutException("The list of lanes kept changing."));
    }

    [LoggerMessage(EventId = EventIds.NotLogged, Level = LogLevel.Warning, Message = "{Count} calls could not be logged and are answered with their defaults: {Reason}")]
    private partial void LogNotLogged(int count, string reason);

    private sealed record Entry(CallName Name, DateTimeOffset Due, IReadOnlyList<StateWrite> Writes)
    {
        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
