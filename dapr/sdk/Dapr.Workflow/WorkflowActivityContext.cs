using Dapr.Workflow.Abstractions;

namespace Dapr.Workflow;

/// <summary>What an activity knows of its call.</summary>
public abstract class WorkflowActivityContext
{
    /// <summary>The activity's name.</summary>
    public abstract TaskIdentifier Identifier { get; }

    /// <summary>The same for every run of one call and of no other: what guards an effect against being had twice.</summary>
    public abstract string TaskExecutionKey { get; }

    /// <summary>The workflow that calls.</summary>
    public abstract string InstanceId { get; }
}
