namespace Dapr.Workflow.Abstractions;

/// <summary>The name a workflow or an activity is registered under.</summary>
public readonly record struct TaskIdentifier(string Name)
{
    /// <summary>Names are identifiers.</summary>
    public static implicit operator TaskIdentifier(string name) => new(name);

    /// <summary>Identifiers are names.</summary>
    public static implicit operator string(TaskIdentifier identifier) => identifier.Name;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
