using System.Text;
using Personalization.Grpc.DurableTask;
using Personalization.Sidecar.Actors;
using Personalization.Sidecar.Actors.Scheduling;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Workflows.Instances;
using Personalization.Sidecar.Workflows.Work;

namespace Personalization.Sidecar.Workflows;

/// <summary>
/// The workflows of one app. What has happened is written before anything follows from it, each step in one transaction; what follows (activities, timers,
/// messages to other workflows) is read from what is written, now or after a restart. So activities run at least once and have one result.
/// </summary>
internal sealed partial class WorkflowEngine : IReplicaService
{
    private const int MaxWaitingEvents = 10_000;
    private const int ResumedAtOnce = 8;
    private const int TimersAtOnce = 64;
    private const int MaxIdLength = 512;
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    /// <summary>From here on a timer is meant never to fire.</summary>
    private static readonly DateTimeOffset Never = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _appId;
    private readonly InstanceStore _store;
    private readonly InstanceTable _table;
    private readonly WorkQueue _work = new();
    private readonly WorkflowMetrics _metrics;
    private readonly DueDispatcher<(string Id, int Timer), DueTimer> _timers;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Task _resuming = Task.CompletedTask;

    public WorkflowEngine(ActorStore store, AppOptions app, TimeProvider time, ILogger logger)
    {
        _appId = app.AppId;
        _store = new InstanceStore(store, app.AppId, app.Namespace ?? "default");
        _table = new InstanceTable(_store);
        _metrics = new WorkflowMetrics(app.AppId);
        _timers = new DueDispatcher<(string Id, int Timer), DueTimer>(TimersAtOnce, FireAsync, time);
        _time = time;
        _logger = logger;
    }

    /// <summary>Workers connected.</summary>
    public int Workers => _work.Workers;

    /// <summary>Fires when the engine stops: streams and waits end.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Adds the metrics as Prometheus text.</summary>
    public void Measure(StringBuilder text) => _metrics.Write(text);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var active = await _store.ActiveAsync(cancellationToken);
        _timers.Start();
        _resuming = Task.Run(() => ResumeAllAsync(active, _stopping.Token), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _resuming.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _timers.DisposeAsync();
    }

    /// <summary>Gives work to one connected worker until it is gone.</summary>
    public async Task ServeAsync(Func<WorkItem, CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        await _work.ServeAsync(BuildAsync, send, either.Token);
    }

    private async Task<WorkItem?> BuildAsync(WorkKey key)
    {
        var entry = await EnterAsync(key.InstanceId, CancellationToken.None);
        try
        {
            return key.Task is { } task ? BuildActivity(entry, task) : BuildTurn(entry);
        }
        finally
        {
            _table.Leave(entry);
        }
    }

    private WorkItem? BuildTurn(InstanceEntry entry)
    {
        entry.IsTurnWaiting = false;
        if (entry.Instance is not { HasEnded: false, Inbox.Count: > 0 } instance)
        {
            return null;
        }

        if (entry.Turn is null)
        {
            var began = History.At(_time.GetUtcNow());
            began.TurnStarted = new TurnStarted();
            entry.Turn = new PendingTurn(began, instance.Inbox.Count, $"{instance.ExecutionId}/{instance.Record.HistoryLength}/{Guid.NewGuid():N}");
        }

        var request = new WorkflowRequest { InstanceId = instance.Id, ExecutionId = instance.ExecutionId };
        request.PastEvents.AddRange(instance.History);
        request.NewEvents.Add(entry.Turn.Began);
        request.NewEvents.AddRange(instance.Inbox.Take(entry.Turn.Told));
        return new WorkItem { WorkflowRequest = request, CompletionToken = entry.Turn.Token };
    }

    private static WorkItem? BuildActivity(InstanceEntry entry, int task)
    {
        if (entry.Instance is not { } instance || instance.OpenTasks.FirstOrDefault(begun => begun.EventId == task) is not { TaskScheduled: { } scheduled })
        {
            return null;
        }

        return new WorkItem
        {
            ActivityRequest = new ActivityRequest
            {
                Name = scheduled.Name,
                Version = scheduled.Version,
                Input = scheduled.Input,
                Instance = new InstanceIdentity { InstanceId = instance.Id, ExecutionId = instance.ExecutionId },
                TaskId = task,
                TaskExecutionId = scheduled.TaskExecutionId,
                Trace = scheduled.Trace,
            },
            CompletionToken = ActivityToken(instance, task),
        };
    }

    private static string ActivityToken(WorkflowInstance instance, int task) => $"{instance.ExecutionId}/activity/{task}";

    /// <summary>A worker has the result of an activity. It counts once, however often the activity ran; written when this returns.</summary>
    /// <exception cref="WorkflowRefusedException">The store did not take it; the activity is given out again.</exception>
    public async Task CompleteActivityAsync(ActivityResponse response)
    {
        var key = new WorkKey(response.InstanceId, response.TaskId);
        var token = _work.Answered(key, response.CompletionToken);
        var entry = await EnterAsync(response.InstanceId, CancellationToken.None);
        try
        {
            if (entry.Instance is not { } instance
                || instance.OpenAt(response.TaskId) is not { TaskScheduled: { } scheduled } begun
                || (token.Length > 0 && token != ActivityToken(instance, response.TaskId)))
            {
                LogLateActivity(response.TaskId, response.InstanceId);
                return;
            }

            _metrics.ActivityEnded(scheduled.Name, response.Failure is null, _time.GetUtcNow() - begun.Timestamp.ToDateTimeOffset());
            if (instance.HasEnded)
            {
                instance.Close(response.TaskId);
                await SettleAsync(entry);
                return;
            }

            var happened = History.At(_time.GetUtcNow());
            if (response.Failure is { } failure)
            {
                happened.TaskFailed = new TaskFailed { TaskScheduledId = response.TaskId, TaskExecutionId = scheduled.TaskExecutionId, Failure = failure };
            }
            else
            {
                happened.TaskCompleted = new TaskCompleted { TaskScheduledId = response.TaskId, TaskExecutionId = scheduled.TaskExecutionId, Result = response.Result };
            }

            await AppendAsync(entry, instance, happened);
        }
        finally
        {
            _table.Leave(entry);
        }
    }

    /// <summary>A worker answered a turn; written when this returns.</summary>
    /// <exception cref="WorkflowRefusedException">The store did not take it; the turn is given out again.</exception>
    public async Task CompleteTurnAsync(WorkflowResponse response)
    {
        var key = new WorkKey(response.InstanceId, null);
        var token = _work.Answered(key, response.CompletionToken);
        var entry = await EnterAsync(response.InstanceId, CancellationToken.None);
        try
        {
            if (entry is not { Instance: { HasEnded: false } instance, Turn: { } turn } || (token.Length > 0 && token != turn.Token))
            {
                LogLateTurn(response.InstanceId);
                return;
            }

            var outcome = TurnRules.Decide(
                instance, [turn.Began, .. instance.Inbox.Take(turn.Told)], response, _time.GetUtcNow(), Guid.NewGuid().ToString());
            try
            {
                await CommitAsync(entry, instance, turn, outcome);
            }
            catch (Exception exception)
            {
                // The edge of the store: whatever went wrong there, the turn is still to be done.
                throw Unavailable(entry, exception);
            }
        }
        finally
        {
            _table.Leave(entry);
        }
    }

    private async Task CommitAsync(InstanceEntry entry, WorkflowInstance instance, PendingTurn turn, TurnOutcome outcome)
    {
        var before = instance.Open.ToList();
        var first = instance.History.Count;
        var isTold = entry.Undelivered == 0 && outcome.Next is null && !MayTell(outcome.History);
        var toldFrom = entry.Undelivered > 0 ? instance.Record.ToldFrom : isTold ? first + outcome.History.Count : first;
        var isSettled = outcome.HasEnded && isTold && !LeavesTasks(instance, outcome);
        var after = await _store.CommitAsync(instance, turn.Told, outcome, toldFrom, isSettled);
        entry.Instance = after;
        entry.Turn = null;
        if (after.End is { } end)
        {
            _metrics.WorkflowEnded(after.Name, end.ExecutionCompleted.Status == InstanceStatus.Completed, end.Timestamp.ToDateTimeOffset() - after.Start!.Timestamp.ToDateTimeOffset());
        }

        if (after.HasEnded || outcome.Next is not null)
        {
            foreach (var timer in before.Where(begun => begun.TimerCreated is not null))
            {
                _timers.Remove((instance.Id, timer.EventId));
            }
        }

        foreach (var caused in outcome.Caused)
        {
            Begin(after, caused);
        }

        // Children of the whole history are ended with it, so this looks at all of what the turn added.
        if (outcome.Next is null)
        {
            Deliver(entry, Messages.In(after, outcome.History, _appId));
        }

        await SettleAsync(entry);
        QueueTurn(entry);
        entry.SignalChange();
    }

    /// <summary>Something of the events may have to be told to others.</summary>
    private static bool MayTell(IReadOnlyList<HistoryEvent> history) => history.Any(happened =>
        happened.EventCase is HistoryEvent.EventOneofCase.ChildCreated or HistoryEvent.EventOneofCase.EventSent or HistoryEvent.EventOneofCase.ExecutionCompleted
            or HistoryEvent.EventOneofCase.ExecutionTerminated);

    private static bool LeavesTasks(WorkflowInstance instance, TurnOutcome outcome) =>
        instance.OpenTasks.Any() || outcome.Caused.Any(caused => caused.TaskScheduled is not null);

    /// <summary>Sets going what an event began.</summary>
    private void Begin(WorkflowInstance instance, HistoryEvent begun)
    {
        switch (begun.EventCase)
        {
            case HistoryEvent.EventOneofCase.TaskScheduled or HistoryEvent.EventOneofCase.ChildCreated when Messages.OtherApp(begun, _appId) is { } app:
                _ = FailForeignAsync(instance.Id, instance.ExecutionId, begun, app);
                break;
            case HistoryEvent.EventOneofCase.TaskScheduled:
                _work.Add(new WorkKey(instance.Id, begun.EventId));
                break;
            case HistoryEvent.EventOneofCase.TimerCreated when !instance.HasEnded && begun.TimerCreated.FireAt.ToDateTimeOffset() is var due && due < Never:
                _timers.Set((instance.Id, begun.EventId), new DueTimer(instance.Id, instance.ExecutionId, begun.EventId), due);
                break;
        }
    }

    /// <summary>Queues a turn if there is something to tell and nobody is being told; a start that is not due waits.</summary>
    private void QueueTurn(InstanceEntry entry)
    {
        if (entry is not { IsTurnWaiting: false, Turn: null, Instance: { HasEnded: false, Inbox.Count: > 0 } instance })
        {
            return;
        }

        if (instance.History.Count == 0
            && instance.Start?.ExecutionStarted.ScheduledStart?.ToDateTimeOffset() is { } start
            && start > _time.GetUtcNow()
            && !instance.Inbox.Exists(happened => happened.ExecutionTerminated is not null))
        {
            _timers.Set((instance.Id, DueTimer.Start), new DueTimer(instance.Id, instance.ExecutionId, DueTimer.Start), start);
            return;
        }

        entry.IsTurnWaiting = true;
        _work.Add(new WorkKey(instance.Id, null));
    }

    private async Task<InstanceEntry> EnterAsync(string id, CancellationToken cancellationToken)
    {
        var entry = await _table.EnterAsync(id, cancellationToken);
        if (!entry.IsResumed && entry is { IsActive: true, Instance: { } instance })
        {
            entry.IsResumed = true;
            Resume(entry, instance);
        }

        return entry;
    }

    /// <summary>Takes up what was left to do when the process started: all of it can be read from the events.</summary>
    private void Resume(InstanceEntry entry, WorkflowInstance instance)
    {
        var begun = instance.HasEnded ? instance.OpenTasks : instance.Open;
        foreach (var one in begun.OrderBy(one => one.EventId).ToList())
        {
            Begin(instance, one);
        }

        Deliver(entry, Messages.In(instance, instance.History.Skip(instance.Record.ToldFrom), _appId));
        QueueTurn(entry);
        if (instance.HasEnded && entry.Undelivered == 0 && !instance.OpenTasks.Any())
        {
            _ = SettleLaterAsync(entry.Id);
        }
    }

    private async Task ResumeAllAsync(IReadOnlyList<string> active, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = ResumedAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(active, options, async (id, token) => await ResumeAsync(id, token));
    }

    /// <summary>Enters an instance, which takes up what is left to do of it; however often it takes.</summary>
    private async Task ResumeAsync(string id, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                _table.Leave(await EnterAsync(id, cancellationToken));
                return;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // The edge of the store: it may be back later.
                LogNotResumed(exception, id);
                await Task.Delay(RetryInterval, _time, cancellationToken);
            }
        }
    }

    /// <summary>Marks an instance that has ended as one with nothing left to do, when that is so.</summary>
    private async Task SettleAsync(InstanceEntry entry)
    {
        if (entry is not { Undelivered: 0, Instance: { HasEnded: true, Record.IsSettled: false } instance } || instance.OpenTasks.Any())
        {
            return;
        }

        try
        {
            await _store.SettleAsync(instance);
        }
        catch (Exception exception)
        {
            // The edge of the store. Unmarked, it is only looked at once more.
            LogNotResumed(exception, entry.Id);
            _ = SettleLaterAsync(entry.Id);
        }
    }

    private async Task SettleLaterAsync(string id)
    {
        await Task.Delay(RetryInterval, _time, _stopping.Token);
        var entry = await EnterAsync(id, _stopping.Token);
        await SettleAsync(entry);
        _table.Leave(entry);
    }

    private async Task AppendAsync(InstanceEntry entry, WorkflowInstance instance, params IReadOnlyList<HistoryEvent> happened)
    {
        try
        {
            await _store.AppendAsync(instance, happened);
        }
        catch (Exception exception)
        {
            // The edge of the store.
            throw Unavailable(entry, exception);
        }

        QueueTurn(entry);
        entry.SignalChange();
    }

    /// <summary>The store did not take a write, or did and did not say so: what is in memory is forgotten, and taken up anew from what is written.</summary>
    private WorkflowRefusedException Unavailable(InstanceEntry entry, Exception exception)
    {
        entry.Forget();
        _ = ResumeLaterAsync(entry.Id);
        return new WorkflowRefusedException(WorkflowRefusal.Unavailable, $"workflow '{entry.Id}' could not be written: {exception.Message}", exception);
    }

    private async Task ResumeLaterAsync(string id)
    {
        await Task.Delay(RetryInterval, _time, _stopping.Token);
        await ResumeAsync(id, _stopping.Token);
    }

    [LoggerMessage(EventId = 3501, Level = LogLevel.Debug, Message = "A result of activity {Task} of workflow {InstanceId} came late or twice; it is not needed")]
    private partial void LogLateActivity(int task, string instanceId);

    [LoggerMessage(EventId = 3502, Level = LogLevel.Debug, Message = "An answer for workflow {InstanceId} came late or twice; it is not needed")]
    private partial void LogLateTurn(string instanceId);

    [LoggerMessage(EventId = 3503, Level = LogLevel.Error, Message = "Workflow {InstanceId} could not be taken up; it is tried again")]
    private partial void LogNotResumed(Exception exception, string instanceId);

    [LoggerMessage(EventId = 3504, Level = LogLevel.Warning, Message = "What workflow {InstanceId} has to be told could not be written; it is tried again")]
    private partial void LogNotDelivered(Exception exception, string instanceId);
}
