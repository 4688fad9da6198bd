using Dapr.Workflow;

namespace Personalization.Drills.Workflows.Worker;

/// <summary>Answers what it is given.</summary>
internal sealed class EchoActivity : WorkflowActivity<string, string>
{
    public override Task<string> RunAsync(WorkflowActivityContext context, string input) => Task.FromResult(input);
}
