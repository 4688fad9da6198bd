using Google.Protobuf.Collections;
using Microsoft.Extensions.Logging;
using Personalization.Grpc.DurableTask;

namespace Dapr.Workflow.Replay;

/// <summary>
/// One turn of a workflow: runs its code from the beginning over everything that happened, old and new, and answers what the code wants done next.
/// All of it on the caller's thread.
/// </summary>
internal sealed class WorkflowTurn
{
    private readonly WorkflowRequest _request;
    private readonly IWorkflow _workflow;
    private readonly ExecutionStarted _start;
    private readonly TurnThread _thread = new();
    private readonly ActionLedger _actions = new();
    private readonly ExternalEvents _events = new();
    private readonly PatchLedger _patches;
    private readonly ReplayContext _context;
    private readonly Queue<HistoryEvent> _held = new();
    private Task<object?>? _run;
    private ExecutionTerminated? _terminated;
    private bool _isSuspended;

    private WorkflowTurn(WorkflowRequest request, ExecutionStarted start, IWorkflow workflow, ILoggerFactory loggers)
    {
        _request = request;
        _start = start;
        _workflow = workflow;
        _patches = new PatchLedger(request.PastEvents.SelectMany(past => past.TurnStarted?.Version?.Patches ?? []));
        var execution = request.ExecutionId is { Length: > 0 } given ? given : request.InstanceId;
        _context = new ReplayContext(start.Name, request.InstanceId, execution, _actions, _events, _patches, _thread, loggers);
    }

    /// <summary>The event that says which workflow this is; null: the request has none.</summary>
    public static ExecutionStarted? StartOf(WorkflowRequest request) =>
        request.PastEvents.Concat(request.NewEvents).FirstOrDefault(happened => happened.ExecutionStarted is not null)?.ExecutionStarted;

    /// <summary>Runs the turn. Whatever the workflow's code does, there is an answer.</summary>
    public static WorkflowResponse Run(WorkflowRequest request, ExecutionStarted start, IWorkflow workflow, ILoggerFactory loggers)
    {
        var turn = new WorkflowTurn(request, start, workflow, loggers);
        var response = new WorkflowResponse { InstanceId = request.InstanceId };
        try
        {
            turn._thread.Run(turn.Process);
            turn.CheckWaiting();
        }
        catch (NonDeterministicWorkflowException exception)
        {
            if (turn._terminated is null)
            {
                response.Actions.Add(Failure(turn._actions.Next, exception));
                return response;
            }
        }

        turn.Answer(response);
        return response;
    }

    /// <summary>The end of a workflow that failed.</summary>
    public static WorkflowAction Failure(int id, Exception exception) => new()
    {
        Id = id,
        Complete = new CompleteWorkflow { Status = InstanceStatus.Failed, Failure = Failures.Of(exception, isNonRetriable: true) },
    };

    private void Process()
    {
        // Ended from outside: nothing more is given to the code, and whatever it does is no matter.
        _terminated = _request.NewEvents.FirstOrDefault(happened => happened.ExecutionTerminated is not null)?.ExecutionTerminated;
        ProcessAll(_request.PastEvents, isReplaying: true);
        ProcessAll(_request.NewEvents, isReplaying: false);
    }

    private void ProcessAll(RepeatedField<HistoryEvent> happened, bool isReplaying)
    {
        _context.Replaying(isReplaying);
        foreach (var one in happened)
        {
            Process(one);
            _thread.Drain();
        }
    }

    private void Process(HistoryEvent happened)
    {
        switch (happened.EventCase)
        {
            case HistoryEvent.EventOneofCase.TurnStarted:
                BeginTurn(happened);
                break;
            case HistoryEvent.EventOneofCase.ExecutionSuspended:
                _isSuspended = true;
                break;
            case HistoryEvent.EventOneofCase.ExecutionResumed:
                _isSuspended = false;
                while (_held.TryDequeue(out var held))
                {
                    Give(held);
                    _thread.Drain();
                }

                break;
            case HistoryEvent.EventOneofCase.TaskScheduled:
            case HistoryEvent.EventOneofCase.ChildCreated:
            case HistoryEvent.EventOneofCase.TimerCreated:
            case HistoryEvent.EventOneofCase.EventSent:
                _actions.Confirm(happened);
                break;
            default:
                if (_isSuspended)
                {
                    _held.Enqueue(happened);
                }
                else
                {
                    Give(happened);
                }

                break;
        }
    }

    private void BeginTurn(HistoryEvent began)
    {
        _actions.CheckConfirmed();
        if (_run is { IsCompleted: true })
        {
            throw new NonDeterministicWorkflowException("The workflow ended at a point of its history where it had gone on.");
        }

        _context.Enter(began.Timestamp.ToDateTime());
    }

    private void Give(HistoryEvent happened)
    {
        if (_terminated is not null && !_context.IsReplaying)
        {
            return;
        }

        switch (happened.EventCase)
        {
            case HistoryEvent.EventOneofCase.ExecutionStarted:
                _run ??= StartAsync();
                break;
            case HistoryEvent.EventOneofCase.TaskCompleted:
                _actions.End(happened.TaskCompleted.TaskScheduledId, happened);
                break;
            case HistoryEvent.EventOneofCase.TaskFailed:
                _actions.End(happened.TaskFailed.TaskScheduledId, happened);
                break;
            case HistoryEvent.EventOneofCase.ChildCompleted:
                _actions.End(happened.ChildCompleted.TaskScheduledId, happened);
                break;
            case HistoryEvent.EventOneofCase.ChildFailed:
                _actions.End(happened.ChildFailed.TaskScheduledId, happened);
                break;
            case HistoryEvent.EventOneofCase.TimerFired:
                _actions.End(happened.TimerFired.TimerId, happened);
                break;
            case HistoryEvent.EventOneofCase.EventRaised:
                _events.Raise(happened);
                break;
        }
    }

    private async Task<object?> StartAsync() => await _workflow.RunAsync(_context, Payload.Read(_start.Input, _workflow.InputType));

    /// <exception cref="NonDeterministicWorkflowException">What the code waits for will never come from here.</exception>
    private void CheckWaiting()
    {
        if (_run is not { IsCompleted: false } || _terminated is not null || _isSuspended || _context.Continuation is not null)
        {
            return;
        }

        if (_thread.HasStrayed || (!_actions.HasOpen && !_events.HasWaiters))
        {
            throw new NonDeterministicWorkflowException("The workflow waits for something that is not of its context: a delay, a request, a task of its own.");
        }
    }

    private void Answer(WorkflowResponse response)
    {
        response.CustomStatus = Payload.Write(_context.CustomStatus);
        if (_patches.New.Count > 0)
        {
            response.Version = new WorkflowVersion { Name = _start.Name, Patches = { _patches.New } };
        }

        if (_terminated is not null)
        {
            response.Actions.Add(new WorkflowAction
            {
                Id = _actions.Next, Complete = new CompleteWorkflow { Status = InstanceStatus.Terminated, Result = _terminated.Input },
            });
            return;
        }

        response.Actions.AddRange(_actions.New);
        if (_context.Continuation is { } continuation)
        {
            if (_context.CarriesEvents)
            {
                continuation.CarryoverEvents.AddRange(_events.Unclaimed);
                continuation.CarryoverEvents.AddRange(_held.Where(held => held.EventRaised is not null));
            }
        }
        else if (_run is { IsCompleted: true })
        {
            response.Actions.Add(End(_run));
        }
    }

    private WorkflowAction End(Task<object?> run)
    {
        try
        {
            // It has ended: nothing is waited for.
            var output = Payload.Write(run.GetAwaiter().GetResult());
            return new WorkflowAction { Id = _actions.Next, Complete = new CompleteWorkflow { Status = InstanceStatus.Completed, Result = output } };
        }
        catch (Exception exception)
        {
            // The edge of the workflow's code: whatever it throws is its end.
            return Failure(_actions.Next, exception);
        }
    }
}
