using Personalization.Grpc.DurableTask;
using Personalization.Sidecar.Workflows.Instances;

namespace Dapr.Workflow.Tests.Engine;

/// <summary>What a worker's answer means, whatever worker it is.</summary>
[Trait("req", "R6.5")]
public sealed class TurnRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Decide_TerminatedAndTheWorkerGoesOn_ItEndsAllTheSame()
    {
        var outcome = Decide(Terminated("\"why\""), new WorkflowAction { ScheduleTask = new ScheduleTask { Name = "more" } });

        var end = outcome.Caused.ShouldHaveSingleItem().ExecutionCompleted;
        end.Status.ShouldBe(InstanceStatus.Terminated);
        end.Result.ShouldBe("\"why\"");
    }

    [Fact]
    public void Decide_TerminatedAndTheWorkerContinuesAsNew_ItEndsAllTheSame()
    {
        var outcome = Decide(Terminated(null), new WorkflowAction { Complete = new CompleteWorkflow { Status = InstanceStatus.ContinuedAsNew } });

        outcome.Next.ShouldBeNull();
        outcome.HasEnded.ShouldBeTrue();
    }

    [Fact]
    public void Decide_TwoEnds_TheFirstCounts()
    {
        var outcome = Decide(
            null,
            new WorkflowAction { Id = 1, Complete = new CompleteWorkflow { Status = InstanceStatus.Completed, Result = "1" } },
            new WorkflowAction { Id = 2, Complete = new CompleteWorkflow { Status = InstanceStatus.Failed } });

        outcome.Caused.ShouldHaveSingleItem().ExecutionCompleted.Result.ShouldBe("1");
    }

    [Fact]
    public void Decide_ContinueAsNew_KeepsNameParentAndCarriedEvents()
    {
        var carried = History.At(Now);
        carried.EventRaised = new EventRaised { Name = "later" };
        var outcome = Decide(
            null,
            new WorkflowAction { Complete = new CompleteWorkflow { Status = InstanceStatus.ContinuedAsNew, Result = "2", CarryoverEvents = { carried } } });

        outcome.Next!.Count.ShouldBe(2);
        var start = outcome.Next[0].ExecutionStarted;
        (start.Name, start.Input, start.Parent.TaskScheduledId, start.Instance.ExecutionId).ShouldBe(("flow", "2", 7, "next"));
        outcome.Next[1].ShouldBe(carried);
    }

    [Fact]
    public void Decide_ChildWithoutAnId_GetsOneOfItsParentAndAction() =>
        Decide(null, new WorkflowAction { Id = 26, CreateChild = new CreateChild { Name = "c" } }).Caused.Single().ChildCreated.InstanceId.ShouldBe("one:001a");

    [Fact]
    public void Decide_PatchesOfTheAnswer_StandInTheBeginningOfTheTurn()
    {
        var outcome = TurnRules.Decide(Instance(), [Began()], new WorkflowResponse { Version = new WorkflowVersion { Patches = { "p" } } }, Now, "next");

        outcome.History[0].TurnStarted.Version.Patches.ShouldBe(["p"]);
    }

    [Fact]
    public void IsNews_SecondEndOfAnAction_IsNot()
    {
        var instance = Instance();
        var scheduled = History.At(Now, 3);
        scheduled.TaskScheduled = new TaskScheduled { Name = "a" };
        instance.AddHistory(scheduled);
        var end = History.At(Now);
        end.TaskCompleted = new TaskCompleted { TaskScheduledId = 3 };
        var other = History.At(Now);
        other.TimerFired = new TimerFired { TimerId = 3 };

        instance.IsNews(other).ShouldBeFalse();
        instance.IsNews(end).ShouldBeTrue();
        instance.AddInbox(end);
        instance.IsNews(end).ShouldBeFalse();
    }

    private static TurnOutcome Decide(HistoryEvent? told, params WorkflowAction[] actions)
    {
        var response = new WorkflowResponse { InstanceId = "one" };
        response.Actions.AddRange(actions);
        return TurnRules.Decide(Instance(), told is null ? [Began()] : [Began(), told], response, Now, "next");
    }

    private static WorkflowInstance Instance()
    {
        var start = History.At(Now);
        start.ExecutionStarted = new ExecutionStarted
        {
            Name = "flow",
            Instance = new InstanceIdentity { InstanceId = "one", ExecutionId = "first" },
            Parent = new ParentInstance { TaskScheduledId = 7, Instance = new InstanceIdentity { InstanceId = "parent" } },
        };
        return new WorkflowInstance("one", new InstanceRecord(), [start], [], null);
    }

    private static HistoryEvent Began()
    {
        var began = History.At(Now);
        began.TurnStarted = new TurnStarted();
        return began;
    }

    private static HistoryEvent Terminated(string? output)
    {
        var terminated = History.At(Now);
        terminated.ExecutionTerminated = new ExecutionTerminated { Input = output };
        return terminated;
    }
}
