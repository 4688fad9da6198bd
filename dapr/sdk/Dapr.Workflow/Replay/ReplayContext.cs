using Microsoft.Extensions.Logging;
using Personalization.Grpc.DurableTask;
using Timestamp = Google.Protobuf.WellKnownTypes.Timestamp;

namespace Dapr.Workflow.Replay;

/// <summary>The context of one run of a workflow's code: asks for actions, and gives the code what the history has as their ends.</summary>
internal sealed class ReplayContext(
    string name,
    string instanceId,
    string execution,
    ActionLedger actions,
    ExternalEvents events,
    PatchLedger patches,
    TurnThread thread,
    ILoggerFactory loggers) : WorkflowContext
{
    /// <summary>Never: what waits without end is marked by a timer that does not fire.</summary>
    private static readonly Timestamp Never = new() { Seconds = 253402300799, Nanos = 999999999 };

    private readonly Guid _space = StableGuid.Namespace(execution);
    private DateTime _now;
    private bool _isReplaying;
    private int _guids;
    private bool _carriesEvents;

    public override string Name => name;

    public override string InstanceId => instanceId;

    public override DateTime CurrentUtcDateTime => _now;

    public override bool IsReplaying => _isReplaying;

    /// <summary>What the code said last; null: nothing.</summary>
    public object? CustomStatus { get; private set; }

    /// <summary>The code asked for another execution; null: it did not.</summary>
    public CompleteWorkflow? Continuation { get; private set; }

    /// <summary>Events go along to the next execution.</summary>
    public bool CarriesEvents => _carriesEvents;

    public void Enter(DateTime now) => _now = now;

    public void Replaying(bool isReplaying) => _isReplaying = isReplaying;

    public override bool IsPatched(string patchName)
    {
        CheckThread();
        return patches.IsPatched(patchName, _isReplaying);
    }

    public override Task<T> CallActivityAsync<T>(string name, object? input = null, WorkflowTaskOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var first = ExecutionId(actions.Next, name);
        return RetryAsync(
            options?.RetryPolicy,
            () => CallOnceAsync<T>(name, input, options),
            delay => TimerAsync(After(delay), new CreateTimer { ActivityRetry = new ActivityRetryTimer { TaskExecutionId = first } }));
    }

    public override Task<TResult> CallChildWorkflowAsync<TResult>(string workflowName, object? input = null, ChildWorkflowTaskOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(workflowName);
        var first = options?.InstanceId ?? (options?.RetryPolicy is null ? null : NewGuid().ToString());
        return RetryAsync(
            options?.RetryPolicy,
            () => CallChildOnceAsync<TResult>(workflowName, input, options),
            delay => TimerAsync(After(delay), new CreateTimer { ChildRetry = new ChildRetryTimer { InstanceId = first ?? "" } }));
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) =>
        TimerAsync(Timestamp.FromDateTime(fireAt), new CreateTimer { Plain = new PlainTimer() }, cancellationToken);

    public override async Task<T> WaitForExternalEventAsync<T>(string eventName, CancellationToken cancellationToken = default)
    {
        CheckThread();
        var raised = await events.NextAsync(eventName, cancellationToken);
        return Payload.Read<T>(raised.EventRaised.Input)!;
    }

    public override async Task<T> WaitForExternalEventAsync<T>(string eventName, TimeSpan timeout)
    {
        if (timeout == TimeSpan.Zero)
        {
            throw new TaskCanceledException($"waiting for event '{eventName}' timed out at once: the timeout is zero");
        }

        using var timerCancellation = new CancellationTokenSource();
        var fireAt = timeout < TimeSpan.Zero ? Never : After(timeout);
        var timer = TimerAsync(fireAt, new CreateTimer { ExternalEvent = new ExternalEventTimer { Name = eventName } }, timerCancellation.Token);
        using var eventCancellation = new CancellationTokenSource();
        var raised = WaitForExternalEventAsync<T>(eventName, eventCancellation.Token);
        var winner = await Task.WhenAny(timer, raised);
#pragma warning disable CA1849 // Callbacks of CancelAsync run on the pool; here everything runs on the turn's thread.
        (winner == raised ? timerCancellation : eventCancellation).Cancel();
#pragma warning restore CA1849
        return await raised;
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        CheckThread();
        ArgumentException.ThrowIfNullOrWhiteSpace(instanceId);
        ArgumentException.ThrowIfNullOrWhiteSpace(eventName);
        actions.Add(new WorkflowAction
        {
            SendEvent = new SendEvent { Instance = new InstanceIdentity { InstanceId = instanceId }, Name = eventName, Data = Payload.Write(payload) },
        });
    }

    public override void SetCustomStatus(object? customStatus)
    {
        CheckThread();
        CustomStatus = customStatus;
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        CheckThread();
        _carriesEvents = preserveUnprocessedEvents;
        Continuation = new CompleteWorkflow { Status = InstanceStatus.ContinuedAsNew, Result = Payload.Write(newInput) };
        actions.Add(new WorkflowAction { Complete = Continuation });
    }

    public override Guid NewGuid()
    {
        CheckThread();
        return StableGuid.Of(_space, $"{instanceId}_{_guids++}");
    }

    public override ILogger CreateReplaySafeLogger(string categoryName) => new ReplaySafeLogger(loggers.CreateLogger(categoryName), this);

    public override ILogger CreateReplaySafeLogger(Type type) => new ReplaySafeLogger(loggers.CreateLogger(type), this);

    public override ILogger CreateReplaySafeLogger<T>() => new ReplaySafeLogger(loggers.CreateLogger<T>(), this);

    private async Task<T> CallOnceAsync<T>(string activity, object? input, WorkflowTaskOptions? options)
    {
        CheckThread();
        CheckScope(options);
        var action = new WorkflowAction
        {
            ScheduleTask = new ScheduleTask { Name = activity, Input = Payload.Write(input), TaskExecutionId = ExecutionId(actions.Next, activity), Router = Router(options) },
        };
        var end = await actions.AddOpen(action);
        return end.TaskFailed is { } failed
            ? throw Failed($"Task failed: {failed.Failure?.ErrorMessage}", failed.Failure)
            : Payload.Read<T>(end.TaskCompleted?.Result)!;
    }

    private async Task<T> CallChildOnceAsync<T>(string workflow, object? input, ChildWorkflowTaskOptions? options)
    {
        CheckThread();
        CheckScope(options);
        var action = new WorkflowAction
        {
            CreateChild = new CreateChild
            {
                InstanceId = options?.InstanceId ?? NewGuid().ToString(), Name = workflow, Input = Payload.Write(input), Router = Router(options),
            },
        };
        var end = await actions.AddOpen(action);
        return end.ChildFailed is { } failed
            ? throw Failed($"Child workflow '{workflow}' failed", failed.Failure)
            : Payload.Read<T>(end.ChildCompleted?.Result)!;
    }

    private Task TimerAsync(Timestamp fireAt, CreateTimer timer, CancellationToken cancellationToken = default)
    {
        CheckThread();
        timer.FireAt = fireAt;
        return actions.AddOpen(new WorkflowAction { CreateTimer = timer }, cancellationToken);
    }

    private async Task<T> RetryAsync<T>(WorkflowRetryPolicy? policy, Func<Task<T>> attempt, Func<TimeSpan, Task> wait)
    {
        var began = _now;
        for (var failed = 1; ; failed++)
        {
            TimeSpan delay;
            try
            {
                return await attempt();
            }
            catch (WorkflowTaskFailedException) when (policy?.DelayAfter(failed, _now - began) is { } next)
            {
                delay = next;
            }

            await wait(delay);
        }
    }

    private Timestamp After(TimeSpan delay) =>
        _now > DateTime.MaxValue - delay ? Never : Timestamp.FromDateTime(_now + delay);

    private string ExecutionId(int action, string activity) => StableGuid.Of(_space, $"{instanceId}|activity|{action}|{activity}").ToString("N");

    private static TaskRouter? Router(WorkflowTaskOptions? options) =>
        string.IsNullOrWhiteSpace(options?.TargetAppId) ? null : new TaskRouter { TargetAppId = options.TargetAppId };

    private static void CheckScope(WorkflowTaskOptions? options)
    {
        if (options is { PropagationScope: not HistoryPropagationScope.None })
        {
            throw new NotSupportedException($"{nameof(HistoryPropagationScope)}.{options.PropagationScope} is not supported by this SDK; it has {nameof(HistoryPropagationScope.None)}.");
        }
    }

    private static WorkflowTaskFailedException Failed(string message, FailureDetails? failure) => new(
        message, new WorkflowTaskFailureDetails(failure?.ErrorType ?? nameof(Exception), failure?.ErrorMessage ?? "Unknown error", failure?.StackTrace ?? ""));

    private void CheckThread()
    {
        if (!thread.IsHere)
        {
            throw new NonDeterministicWorkflowException($"Workflow '{name}' used its context outside its turn, after it waited for something that is not of its context.");
        }
    }
}
