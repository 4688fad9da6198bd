using Dapr.Workflow.Tests.Support;
using Personalization.Grpc.DurableTask;

namespace Dapr.Workflow.Tests.Replay;

/// <summary>The SDK's replay, turn by turn.</summary>
[Trait("req", "R6.5")]
public sealed class ReplayTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Turn_ActivityDone_GivesItsResultToTheCode()
    {
        static async Task<int> Code(WorkflowContext context, int input) => 1 + await context.CallActivityAsync<int>("double", input);
        var rehearsal = new Rehearsal("20").Turn<int, int>(Code);
        rehearsal.Answer.Actions.ShouldHaveSingleItem().ScheduleTask.Name.ShouldBe("double");

        rehearsal.Turn<int, int>(Code, rehearsal.Done(0, "40"));

        rehearsal.End!.Status.ShouldBe(InstanceStatus.Completed);
        rehearsal.End.Result.ShouldBe("41");
    }

    [Fact]
    public void Turn_ActivityFailed_ThrowsWhatTheOfficialSdkThrows()
    {
        static async Task<string> Code(WorkflowContext context, object? input)
        {
            try
            {
                await context.CallActivityAsync("bad");
                return "";
            }
            catch (WorkflowTaskFailedException exception)
            {
                return $"{exception.Message}|{exception.FailureDetails.ErrorType}|{exception.FailureDetails.IsCausedBy<InvalidOperationException>()}";
            }
        }

        var rehearsal = new Rehearsal().Turn<object?, string>(Code);

        rehearsal.Turn<object?, string>(Code, rehearsal.Failed(0));

        rehearsal.End!.Result.ShouldBe("\"Task failed: no|System.InvalidOperationException|True\"");
    }

    [Fact]
    public void Turn_ExceptionOfTheCode_FailsTheWorkflowWithItsType()
    {
        var rehearsal = new Rehearsal().Turn<object?, object?>((_, _) => throw new InvalidDataException("broken"));

        rehearsal.End!.Status.ShouldBe(InstanceStatus.Failed);
        rehearsal.End.Failure.ErrorType.ShouldBe(typeof(InvalidDataException).FullName);
        rehearsal.End.Failure.ErrorMessage.ShouldBe("broken");
    }

    [Fact]
    public void Turn_RetryPolicy_WaitsLongerEachTimeAndGivesUpAtLast()
    {
        static async Task<string> Code(WorkflowContext context, object? input)
        {
            var policy = new WorkflowRetryPolicy(3, Second, backoffCoefficient: 3);
            try
            {
                return await context.CallActivityAsync<string>("flaky", null, new WorkflowTaskOptions(policy));
            }
            catch (WorkflowTaskFailedException exception)
            {
                return exception.FailureDetails.ErrorMessage;
            }
        }

        var rehearsal = new Rehearsal().Turn<object?, string>(Code);
        var first = rehearsal.Answer.Actions.Single().ScheduleTask.TaskExecutionId;
        rehearsal.Turn<object?, string>(Code, rehearsal.Failed(0, message: "1st"));
        var began = rehearsal.Instance.Start!.Timestamp.ToDateTime();
        var timer = rehearsal.Answer.Actions.Single().CreateTimer;
        timer.FireAt.ToDateTime().ShouldBe(began + Second);
        timer.ActivityRetry.TaskExecutionId.ShouldBe(first);

        rehearsal.Pass(Second);
        rehearsal.Turn<object?, string>(Code, rehearsal.Fired(1));
        rehearsal.Answer.Actions.Single().ScheduleTask.TaskExecutionId.ShouldNotBe(first);
        rehearsal.Turn<object?, string>(Code, rehearsal.Failed(2, message: "2nd"));
        rehearsal.Answer.Actions.Single().CreateTimer.FireAt.ToDateTime().ShouldBe(began + (4 * Second));
        rehearsal.Pass(3 * Second);
        rehearsal.Turn<object?, string>(Code, rehearsal.Fired(3));
        rehearsal.Turn<object?, string>(Code, rehearsal.Failed(4, message: "3rd"));

        rehearsal.End!.Result.ShouldBe("\"3rd\"");
    }

    [Fact]
    public void Turn_EventBeforeItIsAwaited_IsKept()
    {
        static async Task<string> Code(WorkflowContext context, object? input)
        {
            await context.CallActivityAsync("first");
            return await context.WaitForExternalEventAsync<string>("GO") + await context.WaitForExternalEventAsync<string>("go");
        }

        var rehearsal = new Rehearsal().Turn<object?, string>(Code);
        rehearsal.Turn<object?, string>(Code, rehearsal.Raised("go", "\"a\""), rehearsal.Raised("Go", "\"b\""));

        rehearsal.Turn<object?, string>(Code, rehearsal.Done(0));

        rehearsal.End!.Result.ShouldBe("\"ab\"");
    }

    [Fact]
    public void Turn_EventTimeout_IsATaskCanceledException()
    {
        static async Task<string> Code(WorkflowContext context, object? input)
        {
            try
            {
                return await context.WaitForExternalEventAsync<string>("go", Second);
            }
            catch (TaskCanceledException)
            {
                return "late";
            }
        }

        var rehearsal = new Rehearsal().Turn<object?, string>(Code);
        rehearsal.Answer.Actions.Single().CreateTimer.ExternalEvent.Name.ShouldBe("go");

        rehearsal.Turn<object?, string>(Code, rehearsal.Fired(0));

        rehearsal.End!.Result.ShouldBe("\"late\"");
    }

    [Fact]
    public void Turn_ContinueAsNew_TakesUnclaimedEventsAlong()
    {
        static async Task<int> Code(WorkflowContext context, int round)
        {
            var given = await context.WaitForExternalEventAsync<int>("add");
            if (round < 2)
            {
                context.ContinueAsNew(round + given);
                return 0;
            }

            return round + given;
        }

        var rehearsal = new Rehearsal("0").Turn<int, int>(Code);

        rehearsal.Turn<int, int>(Code, rehearsal.Raised("add", "2"), rehearsal.Raised("add", "5"));
        rehearsal.Instance.ExecutionId.ShouldBe("execution-2");
        rehearsal.Instance.Inbox.Count.ShouldBe(2);
        rehearsal.Turn<int, int>(Code);

        rehearsal.End!.Result.ShouldBe("7");
    }

    [Fact]
    public void Turn_Suspended_HoldsEventsBackUntilResumed()
    {
        static async Task<int> Code(WorkflowContext context, object? input)
        {
            var first = await context.CallActivityAsync<int>("one");
            return first + await context.CallActivityAsync<int>("two");
        }

        var rehearsal = new Rehearsal().Turn<object?, int>(Code);
        rehearsal.Turn<object?, int>(Code, rehearsal.Event(e => e.ExecutionSuspended = new ExecutionSuspended()), rehearsal.Done(0, "1"));
        rehearsal.Answer.Actions.ShouldBeEmpty();
        rehearsal.Instance.Status.ShouldBe(InstanceStatus.Suspended);

        rehearsal.Turn<object?, int>(Code, rehearsal.Event(e => e.ExecutionResumed = new ExecutionResumed()));
        rehearsal.Answer.Actions.Single().ScheduleTask.Name.ShouldBe("two");
        rehearsal.Turn<object?, int>(Code, rehearsal.Done(1, "2"));

        rehearsal.End!.Result.ShouldBe("3");
    }

    [Fact]
    public void Turn_Terminated_EndsWithTheGivenOutput()
    {
        static async Task<int> Code(WorkflowContext context, object? input) => await context.WaitForExternalEventAsync<int>("never");
        var rehearsal = new Rehearsal().Turn<object?, int>(Code);

        rehearsal.Turn<object?, int>(Code, rehearsal.Event(e => e.ExecutionTerminated = new ExecutionTerminated { Input = "\"why\"" }));

        rehearsal.End!.Status.ShouldBe(InstanceStatus.Terminated);
        rehearsal.End.Result.ShouldBe("\"why\"");
    }

    [Fact]
    public void NewGuidAndTime_InReplay_AreTheSame()
    {
        static async Task<string> Code(WorkflowContext context, object? input)
        {
            var before = $"{context.NewGuid()} {context.CurrentUtcDateTime:O}";
            await context.CallActivityAsync("wait");
            return $"{before} {context.NewGuid()} {context.CurrentUtcDateTime:O}";
        }

        var one = new Rehearsal().Turn<object?, string>(Code);
        one.Pass(Second);
        one.Turn<object?, string>(Code, one.Done(0));
        var other = new Rehearsal().Turn<object?, string>(Code);
        other.Pass(Second);
        other.Turn<object?, string>(Code, other.Done(0));

        one.End!.Result.ShouldBe(other.End!.Result);
        var words = one.End.Result.Trim('"').Split(' ');
        words[0].ShouldNotBe(words[2]);
        Guid.Parse(words[0]).Version.ShouldBe(5);
        (DateTime.Parse(words[3]) - DateTime.Parse(words[1])).ShouldBe(Second);
    }

    [Fact]
    public void IsReplaying_OnlyWhatIsNew_IsNotReplayed()
    {
        var seen = new List<bool>();
        async Task<object?> Code(WorkflowContext context, object? input)
        {
            seen.Add(context.IsReplaying);
            await context.CallActivityAsync("wait");
            seen.Add(context.IsReplaying);
            return null;
        }

        var rehearsal = new Rehearsal().Turn<object?, object?>(Code);
        rehearsal.Turn<object?, object?>(Code, rehearsal.Done(0));

        seen.ShouldBe([false, true, false]);
    }

    [Fact]
    public void IsPatched_RunningBeforeThePatch_StaysOnTheOldWay()
    {
        static async Task<string> Old(WorkflowContext context, object? input)
        {
            await context.CallActivityAsync("a");
            return "old";
        }

        static async Task<string> New(WorkflowContext context, object? input)
        {
            await context.CallActivityAsync(context.IsPatched("use-b") ? "b" : "a");
            return context.IsPatched("use-b") ? "new" : "old";
        }

        var running = new Rehearsal().Turn<object?, string>(Old);
        running.Turn<object?, string>(New, running.Done(0));
        var fresh = new Rehearsal().Turn<object?, string>(New);
        fresh.Turn<object?, string>(New, fresh.Done(0));

        running.End!.Result.ShouldBe("\"old\"");
        fresh.End!.Result.ShouldBe("\"new\"");
    }

    [Fact]
    public void Turn_WhenAll_WaitsForAll()
    {
        static async Task<int> Code(WorkflowContext context, object? input) =>
            (await Task.WhenAll(Enumerable.Range(0, 3).Select(n => context.CallActivityAsync<int>("n", n)))).Sum();
        var rehearsal = new Rehearsal().Turn<object?, int>(Code);
        rehearsal.Answer.Actions.Count.ShouldBe(3);
        rehearsal.Turn<object?, int>(Code, rehearsal.Done(2, "3"), rehearsal.Done(0, "1"));
        rehearsal.End.ShouldBeNull();

        rehearsal.Turn<object?, int>(Code, rehearsal.Done(1, "2"));

        rehearsal.End!.Result.ShouldBe("6");
    }
}
