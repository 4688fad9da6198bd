using Dapr.Workflow.Registration;
using Dapr.Workflow.Replay;
using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Grpc.DurableTask;
using Personalization.Sidecar.Workflows.Instances;

namespace Dapr.Workflow.Tests.Support;

/// <summary>Plays a workflow turn by turn without a store or a wire: the SDK's replay against the rules of the engine, at times the test says.</summary>
internal sealed class Rehearsal
{
    private WorkflowInstance _instance;
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public Rehearsal(string? input = null)
    {
        var start = History.At(_now);
        start.ExecutionStarted = new ExecutionStarted
        {
            Name = "rehearsed", Input = input, Instance = new InstanceIdentity { InstanceId = "one", ExecutionId = "execution-1" },
        };
        _instance = new WorkflowInstance("one", new InstanceRecord(), [], [start], null);
    }

    public WorkflowInstance Instance => _instance;

    /// <summary>What the worker answered last.</summary>
    public WorkflowResponse Answer { get; private set; } = new();

    public ExecutionCompleted? End => _instance.End?.ExecutionCompleted;

    public void Pass(TimeSpan time) => _now += time;

    public HistoryEvent Event(Action<HistoryEvent> content)
    {
        var happened = History.At(_now);
        content(happened);
        return happened;
    }

    public HistoryEvent Done(int task, string? result = null) => Event(e => e.TaskCompleted = new TaskCompleted { TaskScheduledId = task, Result = result });

    public HistoryEvent Failed(int task, string type = "System.InvalidOperationException", string message = "no") =>
        Event(e => e.TaskFailed = new TaskFailed { TaskScheduledId = task, Failure = new FailureDetails { ErrorType = type, ErrorMessage = message } });

    public HistoryEvent Fired(int timer) => Event(e => e.TimerFired = new TimerFired { TimerId = timer });

    public HistoryEvent Raised(string name, string? input = null) => Event(e => e.EventRaised = new EventRaised { Name = name, Input = input });

    /// <summary>One turn over what is in the inbox and these.</summary>
    public Rehearsal Turn<TInput, TOutput>(Func<WorkflowContext, TInput, Task<TOutput>> code, params HistoryEvent[] happened)
    {
        foreach (var one in happened.Where(_instance.IsNews))
        {
            _instance.AddInbox(one);
        }

        var began = Event(e => e.TurnStarted = new TurnStarted());
        var told = _instance.Inbox.ToList();
        var request = new WorkflowRequest { InstanceId = _instance.Id, ExecutionId = _instance.ExecutionId };
        request.PastEvents.AddRange(_instance.History);
        request.NewEvents.Add(began);
        request.NewEvents.AddRange(told);
        Answer = WorkflowTurn.Run(request, _instance.Start!.ExecutionStarted, new FunctionWorkflow<TInput, TOutput>(code), NullLoggerFactory.Instance);
        var outcome = TurnRules.Decide(_instance, [began, .. told], Answer, _now, "execution-2");
        if (outcome.Next is { } next)
        {
            _instance = new WorkflowInstance("one", new InstanceRecord(), [], next, outcome.CustomStatus);
        }
        else
        {
            _instance.Tell(outcome.History, told.Count);
            _instance.CustomStatus = outcome.CustomStatus;
        }

        return this;
    }
}
