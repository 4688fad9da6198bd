namespace Dapr.Workflow.Abstractions;

/// <summary>An activity, as the worker runs it.</summary>
public interface IWorkflowActivity
{
    /// <summary>What its input is read as.</summary>
    Type InputType { get; }

    /// <summary>What it returns.</summary>
    Type OutputType { get; }

    /// <summary>Runs the activity; more than once, if a process dies before its result is kept.</summary>
    Task<object?> RunAsync(WorkflowActivityContext context, object? input);
}
