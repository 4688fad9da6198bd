namespace Personalization.Drills.Workflows;

/// <summary>What is behind the actor state store of a drill.</summary>
public enum WorkflowStore
{
    /// <summary>`state.sqlite`, a file.</summary>
    Sqlite,

    /// <summary>`state.redis`, a redis-server of the drill's own, which lives on when the others are killed.</summary>
    Redis,
}
