namespace Dapr.Workflow;

/// <summary>A workflow, as the worker runs it.</summary>
public interface IWorkflow
{
    /// <summary>What its input is read as.</summary>
    Type InputType { get; }

    /// <summary>What it returns.</summary>
    Type OutputType { get; }

    /// <summary>Runs the workflow's code from its beginning; called anew in each turn.</summary>
    Task<object?> RunAsync(WorkflowContext context, object? input);
}
