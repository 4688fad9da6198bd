using Dapr.Workflow;
using Microsoft.Extensions.Logging;

namespace Personalization.Drills.Workflows.Worker;

/// <summary>
/// Uses every feature there is: activities in a row and side by side, retries, timers, children, events that come early, in time and never, an event sent to
/// itself, custom status, ids, patches, another execution that goes on from this one. Each round has eight effects, and takes one event "word" from outside.
/// </summary>
internal sealed partial class EverythingWorkflow : Workflow<EverythingInput, EverythingInput>
{
    public const int EffectsPerRound = 8;
    public static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(30);

    public override async Task<EverythingInput> RunAsync(WorkflowContext context, EverythingInput input)
    {
        LogRound(context.CreateReplaySafeLogger<EverythingWorkflow>(), input.Round);
        var name = $"round-{input.Round}";
        context.SetCustomStatus($"{name} began");
        var sum = await EffectAsync(context, $"{name}-first");
        sum += (await Task.WhenAll(EffectAsync(context, $"{name}-left"), EffectAsync(context, $"{name}-right"))).Sum();
        await context.CreateTimer(Moment);
        sum += await context.CallActivityAsync<int>(nameof(FlakyActivity), $"{name}-flaky", new WorkflowTaskOptions(new WorkflowRetryPolicy(4, Moment)));
        sum += await context.CallChildWorkflowAsync<int>(nameof(ChildWorkflow), $"{name}-child");
        var word = await context.WaitForExternalEventAsync<string>("word");
        context.SendEvent(context.InstanceId, "echo", $"{word}{context.NewGuid().Version}");
        var echo = await context.WaitForExternalEventAsync<string>("echo", TimeSpan.FromHours(1));
        try
        {
            await context.WaitForExternalEventAsync<string>("never", Moment);
        }
        catch (TaskCanceledException)
        {
            context.SetCustomStatus($"{name} waited in vain");
        }

        if (context.IsPatched("also-this"))
        {
            sum += await EffectAsync(context, $"{name}-patched");
        }

        sum += await EffectAsync(context, $"{name}-last");
        var result = input with { Sum = input.Sum + sum, Words = input.Words + echo };
        if (input.Round < input.Rounds)
        {
            context.ContinueAsNew(result with { Round = input.Round + 1 });
        }

        return result;
    }

    private static Task<int> EffectAsync(WorkflowContext context, string effect) => context.CallActivityAsync<int>(nameof(EffectActivity), effect);

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "round {Round}")]
    private static partial void LogRound(ILogger logger, int round);
}
