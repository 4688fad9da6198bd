namespace Dapr.Actors.Runtime;

/// <summary>How a state is forgotten.</summary>
public class UnloadStateOptions
{
    /// <summary>Whether a state with changes that were not saved may be forgotten; they are lost.</summary>
    public bool AllowUnloadingWhenStateModified { get; set; }
}
