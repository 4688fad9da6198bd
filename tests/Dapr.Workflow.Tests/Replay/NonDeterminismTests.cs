using Dapr.Workflow.Tests.Support;
using Personalization.Grpc.DurableTask;

namespace Dapr.Workflow.Tests.Replay;

/// <summary>Code that does not do again what its history says ends with an error that says so.</summary>
[Trait("req", "R6.5")]
public sealed class NonDeterminismTests
{
    [Fact]
    public void Turn_AnotherActivityThanBefore_IsSaid() => Fails(
        async context => await context.CallActivityAsync("a"),
        async context => await context.CallActivityAsync("b"),
        "activity 'a' as action 0; this time the workflow did activity 'b'");

    [Fact]
    public void Turn_AnotherKindThanBefore_IsSaid() => Fails(
        async context => await context.CallActivityAsync("a"),
        async context => await context.CreateTimer(TimeSpan.FromSeconds(1)),
        "this time the workflow did a timer");

    [Fact]
    public void Turn_LessThanBefore_IsSaid() => Fails(
        async context => await Task.WhenAll(context.CallActivityAsync("a"), context.CallActivityAsync("b")),
        async context => await context.CallActivityAsync("a"),
        "activity 'b' as action 1; this time the workflow did nothing of that number");

    [Fact]
    public void Turn_MoreThanBefore_IsSaid() => Fails(
        async context => await context.CallActivityAsync("a"),
        async context => await Task.WhenAll(context.CallActivityAsync("a"), context.CallActivityAsync("b")),
        "does not have activity 'b' as action 1");

    [Fact]
    public void Turn_EndedWhereItHadGoneOn_IsSaid()
    {
        var rehearsal = new Rehearsal().Turn<object?, object?>(async (context, _) => await context.WaitForExternalEventAsync<object?>("go"));

        rehearsal.Turn<object?, object?>((_, _) => Task.FromResult<object?>(null), rehearsal.Raised("go"));

        rehearsal.End!.Failure.ErrorMessage.ShouldContain("ended at a point of its history where it had gone on");
    }

    [Fact]
    public void Turn_WaitsForTheWorldOutside_IsSaid()
    {
        var never = new TaskCompletionSource();
        var rehearsal = new Rehearsal().Turn<object?, object?>(async (_, _) =>
        {
            await never.Task;
            return null;
        });

        rehearsal.End!.Status.ShouldBe(InstanceStatus.Failed);
        rehearsal.End.Failure.ErrorMessage.ShouldContain("waits for something that is not of its context");
    }

    private static void Fails(Func<WorkflowContext, Task> before, Func<WorkflowContext, Task> after, string message)
    {
        var rehearsal = new Rehearsal().Turn<object?, object?>(async (context, _) =>
        {
            await before(context);
            return null;
        });

        rehearsal.Turn<object?, object?>(
            async (context, _) =>
            {
                await after(context);
                return null;
            },
            rehearsal.Done(0));

        rehearsal.End!.Status.ShouldBe(InstanceStatus.Failed);
        rehearsal.End.Failure.ErrorType.ShouldEndWith("NonDeterministicWorkflowException");
        rehearsal.End.Failure.ErrorMessage.ShouldContain(message);
        rehearsal.End.Failure.IsNonRetriable.ShouldBeTrue();
    }
}
