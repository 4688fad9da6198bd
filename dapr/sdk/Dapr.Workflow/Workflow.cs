namespace Dapr.Workflow;

/// <summary>
/// Base of workflows: code that outlives its process. It is run again from its beginning whenever something it waits for has happened, so it has to
/// be deterministic: time, ids, waiting and every effect come from its <see cref="WorkflowContext"/>.
/// </summary>
public abstract class Workflow<TInput, TOutput> : IWorkflow
{
    Type IWorkflow.InputType => typeof(TInput);

    Type IWorkflow.OutputType => typeof(TOutput);

    async Task<object?> IWorkflow.RunAsync(WorkflowContext context, object? input) => await RunAsync(context, (TInput)input!);

    /// <summary>The workflow.</summary>
    public abstract Task<TOutput> RunAsync(WorkflowContext context, TInput input);
}
