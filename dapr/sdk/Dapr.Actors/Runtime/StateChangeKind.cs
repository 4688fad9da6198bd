namespace Dapr.Actors.Runtime;

/// <summary>What happened to a state since it was last saved.</summary>
public enum StateChangeKind
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It was added.</summary>
    Add = 1,

    /// <summary>It was changed.</summary>
    Update = 2,

    /// <summary>It was removed.</summary>
    Remove = 3,
}
