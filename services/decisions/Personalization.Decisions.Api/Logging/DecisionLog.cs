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

    private const int WriteAttempts = 4;

    private static readonly TimeSpan JoinPause = TimeSpan.FromMilliseconds(200);

    private readonly IDecisionsState _state;
    private readonly DecisionsOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<DecisionLog> _logger;
    private readonly Channel<Entry> _queue;
    private long _next;
    private long _attempts;
    private bool _listed;

    /// <summary>Whether a write of the next page was refused without a reason, or not answered: it may stand all the same.</summary>
    private bool _inDoubt;

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

            for (var again = 0; again < WriteAttempts; again++)
            {
                if (Stands(batch, await SettleAsync(cancellationToken)))
                {
                    return true;
                }

                if (await CommitAsync(batch, cancellationToken))
                {
                    return true;
                }

                // What stands instead is an earlier write that was taken for lost and came through after all: this one goes behind it.
                var standing = await SettleAsync(cancellationToken);
                if (standing is null || Stands(batch, standing))
                {
                    return standing is not null;
                }
            }

            return false;
        }
        catch (StateUnavailableException exception)
        {
            LogNotLogged(batch.Count, (exception.InnerException ?? exception).Message);
            return false;
        }
    }

    private async Task<bool> CommitAsync(List<Entry> batch, CancellationToken cancellationToken)
    {
        var page = new LogPage(batch.Max(entry => entry.Due), [.. batch.Select(entry => entry.Name)], ++_attempts);
        batch.ForEach(entry => entry.Attempts.Add(page.Attempt));
        _inDoubt = true;
        if (!await CommitAsync([.. batch.SelectMany(entry => entry.Writes), StateWrite.Of(StateKeys.Page(Lane, _next), page, StateJson.Default.LogPage, "", _options.Retention)], cancellationToken))
        {
            return false;
        }

        Advance(page);
        return true;
    }

    /// <summary>False where there is no answer, too: what stands has to be read.</summary>
    private async Task<bool> CommitAsync(IReadOnlyList<StateWrite> writes, CancellationToken cancellationToken)
    {
        try
        {
            return await _state.TryCommitAsync(writes, cancellationToken);
        }
        catch (StateUnavailableException exception)
        {
            LogNotAnswered(writes.Count, (exception.InnerException ?? exception).Message);
            return false;
        }
    }

    /// <summary>Reads whether the write in doubt stands. Nobody else writes pages of this lane; without an answer, every later page of that number would be refused.</summary>
    /// <returns>The page that stands where nothing was known to; null where nothing is in doubt, or nothing stands.</returns>
    private async Task<LogPage?> SettleAsync(CancellationToken cancellationToken)
    {
        if (!_inDoubt)
        {
            return null;
        }

        var (page, _) = await _state.GetAsync(StateKeys.Page(Lane, _next), StateJson.Default.LogPage, cancellationToken);
        if (page is not null)
        {
            Advance(page);
        }

        _inDoubt = false;
        return page;
    }

    private void Advance(LogPage page)
    {
        Written.Writer.TryWrite((_next, page));
        Volatile.Write(ref _next, _next + 1);
        _inDoubt = false;
    }

    private static bool Stands(List<Entry> batch, LogPage? page) => page is not null && batch.TrueForAll(entry => entry.Attempts.Contains(page.Attempt));

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
            var (mine, mineETag) = await _state.GetAsync(StateKeys.Lane(Lane), StateJson.Default.LaneState, cancellationToken);
            var lanes = list?.Lanes ?? [];
            if (mine is not null && lanes.Contains(Lane))
            {
                // An earlier try came through, and its answer did not.
                _listed = true;
                return;
            }

            var writes = new[]
            {
                StateWrite.Of(StateKeys.Lanes, new LaneList([.. lanes.Where(lane => lane != Lane).TakeLast(MostLanes - 1), Lane]), StateJson.Default.LaneList, etag, null),
                StateWrite.Of(StateKeys.Lane(Lane), new LaneState(0, Lane, _time.GetUtcNow() + _options.LaneLease), StateJson.Default.LaneState, mineETag, null),
            };
            if (await CommitAsync(writes, cancellationToken))
            {
                _listed = true;
                return;
            }
        }

        throw new StateUnavailableException(new TimeoutException("The list of lanes kept changing."));
    }

    [LoggerMessage(EventId = EventIds.LogNotAnswered, Level = LogLevel.Warning, Message = "A write of {Count} values to the log was not answered; what stands is read: {Reason}")]
    private partial void LogNotAnswered(int count, string reason);

    [LoggerMessage(EventId = EventIds.NotLogged, Level = LogLevel.Warning, Message = "{Count} calls could not be logged and are answered with their defaults: {Reason}")]
    private partial void LogNotLogged(int count, string reason);

    private sealed record Entry(CallName Name, DateTimeOffset Due, IReadOnlyList<StateWrite> Writes)
    {
        /// <summary>Of the writes it was part of.</summary>
        public HashSet<long> Attempts { get; } = [];

        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
