using Dapr.Workflow;

namespace Personalization.Drills.Workflows.Worker;

/// <summary>Two effects with a wait between them.</summary>
internal sealed class ChildWorkflow : Workflow<string, int>
{
    public override async Task<int> RunAsync(WorkflowContext context, string input)
    {
        var before = await context.CallActivityAsync<int>(nameof(EffectActivity), $"{input}-before");
        await context.CreateTimer(EverythingWorkflow.Moment);
        return before + await context.CallActivityAsync<int>(nameof(EffectActivity), $"{input}-after");
    }
}
