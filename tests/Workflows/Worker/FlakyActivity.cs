using Dapr.Workflow;

namespace Personalization.Drills.Workflows.Worker;

/// <summary>Fails the first time anybody calls it under a name.</summary>
internal sealed class FlakyActivity(EffectsFile effects) : WorkflowActivity<string, int>
{
    public override Task<int> RunAsync(WorkflowActivityContext context, string input) =>
        effects.Add(input, "any") == 1 ? throw new InvalidOperationException($"'{input}' is not to be had yet") : Task.FromResult(1);
}
