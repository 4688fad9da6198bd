using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapr.Workflow.Tests.Support;

namespace Dapr.Workflow.Tests.Engine;

/// <summary>Workflows end to end: the SDK's client and worker, gRPC, the engine, a file.</summary>
[Trait("req", "R6.5")]
public sealed class WorkflowTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    private static CancellationToken Patience => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    [Fact]
    public async Task Workflow_WithActivities_Completes()
    {
        await using var system = await WorkflowSystem.StartAsync(options =>
        {
            options.RegisterWorkflow<int, int>("sum", async (context, n) =>
            {
                var sum = 0;
                for (var i = 1; i <= n; i++)
                {
                    sum += await context.CallActivityAsync<int>("square", i);
                }

                return sum;
            });
            options.RegisterActivity<int, int>("square", (_, n) => Task.FromResult(n * n));
        });

        var id = await system.Client.ScheduleNewWorkflowAsync("sum", "s1", 4);
        var state = await system.Client.WaitForWorkflowCompletionAsync(id, cancellation: Patience);

        state.RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Completed);
        state.ReadInputAs<int>().ShouldBe(4);
        state.ReadOutputAs<int>().ShouldBe(30);
        state.WorkflowName.ShouldBe("sum");
        system.Metrics.ShouldContain("""dapr_runtime_workflow_execution_count{app_id="flows",workflow_name="sum",status="success"} 1""");
        system.Metrics.ShouldContain("""dapr_runtime_workflow_activity_execution_count{app_id="flows",activity_name="square",status="success"} 4""");
    }

    [Fact]
    public async Task Workflow_TimerEventsChildrenAndStatus_WorkTogether()
    {
        await using var system = await WorkflowSystem.StartAsync(options =>
        {
            options.RegisterWorkflow<string, string>("parent", async (context, name) =>
            {
                context.SetCustomStatus("waiting");
                await context.CreateTimer(Moment);
                var word = await context.WaitForExternalEventAsync<string>("word");
                context.SetCustomStatus("calling");
                return await context.CallChildWorkflowAsync<string>("child", $"{name} {word}");
            });
            options.RegisterWorkflow<string, string>("child", async (context, text) => await context.CallActivityAsync<string>("shout", text));
            options.RegisterActivity<string, string>("shout", (_, text) => Task.FromResult(text.ToUpperInvariant()));
        });

        var id = await system.Client.ScheduleNewWorkflowAsync("parent", input: "hello");
        await system.Client.RaiseEventAsync(id, "WORD", "world");
        var state = await system.Client.WaitForWorkflowCompletionAsync(id, cancellation: Patience);

        state.ReadOutputAs<string>().ShouldBe("HELLO WORLD");
        state.ReadCustomStatusAs<string>().ShouldBe("calling");
    }

    [Fact]
    public async Task Workflow_ActivityOrChildOfAnotherApp_IsRefusedAndRunsNothingOfItsOwn()
    {
        var ran = new ConcurrentQueue<string>();
        await using var system = await WorkflowSystem.StartAsync(options =>
        {
            options.RegisterWorkflow<object?, string[]>("parent", async (context, _) =>
            [
                await RefusalAsync(() => context.CallChildWorkflowAsync("child", null, new ChildWorkflowTaskOptions(TargetAppId: "other"))),
                await RefusalAsync(() => context.CallActivityAsync("activity", null, new WorkflowTaskOptions(TargetAppId: "other"))),
            ]);
            options.RegisterWorkflow<object?, object?>("child", (_, _) =>
            {
                ran.Enqueue("child");
                return Task.FromResult<object?>(null);
            });
            options.RegisterActivity<object?, object?>("activity", (_, _) =>
            {
                ran.Enqueue("activity");
                return Task.FromResult<object?>(null);
            });
        });

        var id = await system.Client.ScheduleNewWorkflowAsync("parent");
        var state = await system.Client.WaitForWorkflowCompletionAsync(id, cancellation: Patience);

        var refusals = state.ReadOutputAs<string[]>()!;
        refusals[0].ShouldContain("child workflow 'child' is of app 'other'");
        refusals[1].ShouldContain("activity 'activity' is of app 'other'");
        ran.ShouldBeEmpty();

        static async Task<string> RefusalAsync(Func<Task> call)
        {
            try
            {
                await call();
                return "";
            }
            catch (WorkflowTaskFailedException failed)
            {
                return failed.FailureDetails.ErrorMessage;
            }
        }
    }

    [Fact]
    public async Task Workflow_FailedChild_IsSeenByItsParent()
    {
        await using var system = await WorkflowSystem.StartAsync(options =>
        {
            options.RegisterWorkflow<object?, string>("parent", async (context, _) =>
            {
                try
                {
                    await context.CallChildWorkflowAsync("child");
                    return "";
                }
                catch (WorkflowTaskFailedException exception)
                {
                    return exception.FailureDetails.ErrorMessage;
                }
            });
            options.RegisterWorkflow<object?, object?>("child", (_, _) => throw new InvalidOperationException("sorry"));
        });

        var id = await system.Client.ScheduleNewWorkflowAsync("parent");

        (await system.Client.WaitForWorkflowCompletionAsync(id, cancellation: Patience)).ReadOutputAs<string>().ShouldBe("sorry");
    }

    [Fact]
    public async Task Workflow_RetriedActivity_RunsAgain()
    {
        var attempts = 0;
        await using var system = await WorkflowSystem.StartAsync(options =>
        {
            options.RegisterWorkflow<object?, int>("retry", async (context, _) =>
                await context.CallActivityAsync<int>("flaky", null, new WorkflowTaskOptions(new WorkflowRetryPolicy(5, TimeSpan.FromMilliseconds(10)))));
            options.RegisterActivity<object?, int>("flaky", (_, _) =>
                Interlocked.Increment(ref attempts) is var attempt && attempt < 3 ? throw new InvalidOperationException("not yet") : Task.FromResult(attempt));
        });

        var id = await system.Client.ScheduleNewWorkflowAsync("retry");

        (await system.Client.WaitForWorkflowCompletionAsync(id, cancellation: Patience)).ReadOutputAs<int>().ShouldBe(3);
    }

    [Fact]
    public async Task ContinueAsNew_ManyRounds_LosesNoEvent()
    {
        await using var system = await WorkflowSystem.StartAsync(options => options.RegisterWorkflow<int[], int>("collect", async (context, state) =>
        {
            var sum = state[1] + await context.WaitForExternalEventAsync<int>("add");
            if (state[0] == 1)
            {
                return sum;
            }

            context.ContinueAsNew(new[] { state[0] - 1, sum });
            return 0;
        }));
        var id = await system.Client.ScheduleNewWorkflowAsync("collect", input: new[] { 20, 0 });

        await Task.WhenAll(Enumerable.Range(1, 20).Select(n => system.Client.RaiseEventAsync(id, "add", n)));

        (await system.Client.WaitForWorkflowCompletionAsync(id, cancellation: Patience)).ReadOutputAs<int>().ShouldBe(210);
    }

    [Fact]
    public async Task Suspend_AndResume_HoldTheWorkflow()
    {
        await using var system = await WorkflowSystem.StartAsync(options => options.RegisterWorkflow<object?, string>("wait", async (context, _) =>
            await context.WaitForExternalEventAsync<string>("go")));
        var id = await system.Client.ScheduleNewWorkflowAsync("wait");
        await system.Client.WaitForWorkflowStartAsync(id, cancellation: Patience);

        await system.Client.SuspendWorkflowAsync(id, "stop", Patience);
        (await system.Client.GetWorkflowStateAsync(id)).RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Suspended);
        await system.Client.RaiseEventAsync(id, "go", "now");
        await system.Client.ResumeWorkflowAsync(id, cancellation: Patience);

        (await system.Client.WaitForWorkflowCompletionAsync(id, cancellation: Patience)).ReadOutputAs<string>().ShouldBe("now");
    }

    [Fact]
    public async Task Terminate_EndsChildrenToo()
    {
        await using var system = await WorkflowSystem.StartAsync(options =>
        {
            options.RegisterWorkflow<object?, object?>("parent", async (context, _) => await context.CallChildWorkflowAsync<object?>("child", null, new ChildWorkflowTaskOptions("the-child")));
            options.RegisterWorkflow<object?, object?>("child", async (context, _) => await context.WaitForExternalEventAsync<object?>("never"));
        });
        var id = await system.Client.ScheduleNewWorkflowAsync("parent");
        await Eventually.TrueAsync(async () => (await system.Client.GetWorkflowStateAsync("the-child")).IsWorkflowRunning, TimeSpan.FromSeconds(60));

        await system.Client.TerminateWorkflowAsync(id, "enough", Patience);

        var parent = await system.Client.GetWorkflowStateAsync(id);
        parent.RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Terminated);
        parent.ReadOutputAs<string>().ShouldBe("enough");
        (await system.Client.WaitForWorkflowCompletionAsync("the-child", cancellation: Patience)).RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Terminated);
        (await system.Client.PurgeInstanceAsync(id)).ShouldBeTrue();
        (await system.Client.GetWorkflowStateAsync("the-child")).Exists.ShouldBeFalse();
    }

    [Fact]
    public async Task Schedule_StartTime_IsPendingUntilThen()
    {
        await using var system = await WorkflowSystem.StartAsync(options => options.RegisterWorkflow<object?, DateTime>("now", (context, _) => Task.FromResult(context.CurrentUtcDateTime)));
        var start = DateTimeOffset.UtcNow.AddSeconds(1);

        var id = await system.Client.ScheduleNewWorkflowAsync("now", null, null, start);
        (await system.Client.GetWorkflowStateAsync(id)).RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Pending);
        var state = await system.Client.WaitForWorkflowCompletionAsync(id, cancellation: Patience);

        new DateTimeOffset(state.ReadOutputAs<DateTime>()).ShouldBeGreaterThanOrEqualTo(start);
    }

    [Fact]
    public async Task Schedule_IdThatGoesOn_IsRefused_AndOneThatEnded_BeginsAnew()
    {
        await using var system = await WorkflowSystem.StartAsync(options => options.RegisterWorkflow<object?, string>("wait", async (context, _) =>
            await context.WaitForExternalEventAsync<string>("go")));
        await system.Client.ScheduleNewWorkflowAsync("wait", "one");

        (await Should.ThrowAsync<DaprException>(() => system.Client.ScheduleNewWorkflowAsync("wait", "one"))).Message.ShouldContain("already exists");
        foreach (var word in (string[])["first", "second"])
        {
            await system.Client.RaiseEventAsync("one", "go", word);
            (await system.Client.WaitForWorkflowCompletionAsync("one", cancellation: Patience)).ReadOutputAs<string>().ShouldBe(word);
            await system.Client.ScheduleNewWorkflowAsync("wait", "one");
        }
    }

    [Fact]
    public async Task Client_UnknownInstance_IsSaidAsTheOfficialSdkSays()
    {
        await using var system = await WorkflowSystem.StartAsync(_ => { });

        (await system.Client.GetWorkflowStateAsync("none")).Exists.ShouldBeFalse();
        await Should.ThrowAsync<InvalidOperationException>(() => system.Client.WaitForWorkflowCompletionAsync("none", cancellation: Patience));
        (await Should.ThrowAsync<DaprException>(() => system.Client.RaiseEventAsync("none", "go"))).Message.ShouldContain("no such instance exists");
        await Should.ThrowAsync<DaprException>(() => system.Client.PurgeInstanceAsync("none"));
    }

    [Fact]
    public async Task Worker_UnknownWorkflowAndActivity_FailAndSaySo()
    {
        await using var system = await WorkflowSystem.StartAsync(options => options.RegisterWorkflow<object?, object?>("calls", (context, _) => context.CallActivityAsync<object?>("missing")));

        var unknown = await system.Client.WaitForWorkflowCompletionAsync(await system.Client.ScheduleNewWorkflowAsync("nothing"), cancellation: Patience);
        var calls = await system.Client.WaitForWorkflowCompletionAsync(await system.Client.ScheduleNewWorkflowAsync("calls"), cancellation: Patience);

        unknown.FailureDetails!.ErrorType.ShouldBe("WorkflowNotFound");
        calls.FailureDetails!.ErrorMessage.ShouldContain("Activity 'missing' not found");
    }

    [Fact]
    public async Task Worker_StatusThatCannotBeWritten_FailsTheWorkflow()
    {
        await using var system = await WorkflowSystem.StartAsync(options => options.RegisterWorkflow<object?, object?>("shows", (context, _) =>
        {
            context.SetCustomStatus(typeof(string));
            return Task.FromResult<object?>(null);
        }));

        var state = await system.Client.WaitForWorkflowCompletionAsync(await system.Client.ScheduleNewWorkflowAsync("shows"), cancellation: Patience);

        state.RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Failed);
        state.FailureDetails!.ErrorType.ShouldBe(typeof(NotSupportedException).FullName);
    }

    [Fact]
    public async Task SendEvent_ReachesTheOtherWorkflow()
    {
        await using var system = await WorkflowSystem.StartAsync(options =>
        {
            options.RegisterWorkflow<object?, string>("receiver", async (context, _) => await context.WaitForExternalEventAsync<string>("greeting"));
            options.RegisterWorkflow<string, object?>("sender", (context, to) =>
            {
                context.SendEvent(to, "greeting", "hello");
                return Task.FromResult<object?>(null);
            });
        });
        var receiver = await system.Client.ScheduleNewWorkflowAsync("receiver");

        await system.Client.ScheduleNewWorkflowAsync("sender", input: receiver);

        (await system.Client.WaitForWorkflowCompletionAsync(receiver, cancellation: Patience)).ReadOutputAs<string>().ShouldBe("hello");
    }

    [Fact]
    public async Task Sidecar_StoppedInBetween_GoesOnWhereItWas()
    {
        var runs = new ConcurrentBag<string>();
        await using var system = await WorkflowSystem.StartAsync(options =>
        {
            options.RegisterWorkflow<object?, string>("long", async (context, _) =>
            {
                await context.CallActivityAsync("step", "one");
                var word = await context.WaitForExternalEventAsync<string>("go");
                await context.CreateTimer(Moment);
                await context.CallActivityAsync("step", "two");
                return word;
            });
            options.RegisterActivity<string, object?>("step", (_, name) =>
            {
                runs.Add(name);
                return Task.FromResult<object?>(null);
            });
        });
        var id = await system.Client.ScheduleNewWorkflowAsync("long");
        await Eventually.TrueAsync(() => !runs.IsEmpty);

        await system.StopSidecarAsync();
        await system.StartSidecarAsync();
        await system.Client.RaiseEventAsync(id, "go", "on");

        (await system.Client.WaitForWorkflowCompletionAsync(id, cancellation: Patience)).ReadOutputAs<string>().ShouldBe("on");
        runs.Count(name => name == "two").ShouldBe(1);
    }

    [Fact]
    public async Task App_StoppedInBetween_GetsItsWorkAgain()
    {
        var holding = new TaskCompletionSource();
        var began = new SemaphoreSlim(0);
        await using var system = await WorkflowSystem.StartAsync(options =>
        {
            options.RegisterWorkflow<object?, string>("work", async (context, _) => await context.CallActivityAsync<string>("hold"));
            options.RegisterActivity<object?, string>("hold", async (_, _) =>
            {
                began.Release();
                await holding.Task;
                return "done";
            });
        });
        var id = await system.Client.ScheduleNewWorkflowAsync("work");
        await began.WaitAsync(Patience);

        await system.StopAppAsync();
        await system.StartAppAsync();
        await began.WaitAsync(Patience);
        holding.SetResult();

        (await system.Client.WaitForWorkflowCompletionAsync(id, cancellation: Patience)).ReadOutputAs<string>().ShouldBe("done");
    }

    [Fact]
    public async Task Http_ManagesWorkflows()
    {
        await using var system = await WorkflowSystem.StartAsync(options => options.RegisterWorkflow<string, string>("greet", async (context, name) =>
            $"{name} {await context.WaitForExternalEventAsync<string>("word")}"));

        var started = await system.Http.PostAsync("/v1.0/workflows/dapr/greet/start?instanceID=h-1", new StringContent("\"hi\""), Patience);
        started.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await started.Content.ReadFromJsonAsync<JsonObject>())!["instanceID"]!.GetValue<string>().ShouldBe("h-1");
        (await system.Http.PostAsync("/v1.0/workflows/dapr/h-1/raiseEvent/word", new StringContent("\"there\""), Patience)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await system.Client.WaitForWorkflowCompletionAsync("h-1", cancellation: Patience);

        var state = await system.Http.GetFromJsonAsync<JsonObject>("/v1.0/workflows/dapr/h-1", Patience);
        state!["runtimeStatus"]!.GetValue<string>().ShouldBe("COMPLETED");
        state["workflowName"]!.GetValue<string>().ShouldBe("greet");
        state["properties"]!["dapr.workflow.output"]!.GetValue<string>().ShouldBe("\"hi there\"");
        (await system.Http.PostAsync("/v1.0/workflows/dapr/h-1/purge", null, Patience)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await system.Http.GetAsync("/v1.0/workflows/dapr/h-1", Patience)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await system.Http.PostAsync("/v1.0/workflows/dapr/none/terminate", null, Patience)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await system.Http.PostAsync("/v1.0/workflows/dapr/none/pause", null, Patience)).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await system.Http.PostAsync("/v1.0/workflows/dapr/greet/start?instanceID=no%20good", null, Patience)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Workflows_ManyAtOnce_AllComplete()
    {
        const int count = 200;
        await using var system = await WorkflowSystem.StartAsync(options =>
        {
            options.RegisterWorkflow<int, int>("pair", async (context, n) =>
                (await Task.WhenAll(context.CallActivityAsync<int>("echo", n), context.CallActivityAsync<int>("echo", n))).Sum());
            options.RegisterActivity<int, int>("echo", (_, n) => Task.FromResult(n));
        });

        await Task.WhenAll(Enumerable.Range(0, count).Select(n => system.Client.ScheduleNewWorkflowAsync("pair", $"w{n}", n)));
        var states = await Task.WhenAll(Enumerable.Range(0, count).Select(n => system.Client.WaitForWorkflowCompletionAsync($"w{n}", cancellation: Patience)));

        states.Select(state => state.ReadOutputAs<int>()).ShouldBe(Enumerable.Range(0, count).Select(n => 2 * n));
    }
}
