using Dapr.Workflow;

namespace Personalization.Drills.Workflows.Worker;

/// <summary>Has an effect in the outside file, and counts 1.</summary>
internal sealed class EffectActivity(EffectsFile effects) : WorkflowActivity<string, int>
{
    public override Task<int> RunAsync(WorkflowActivityContext context, string input)
    {
        effects.Add(input, context.TaskExecutionKey);
        return Task.FromResult(1);
    }
}
