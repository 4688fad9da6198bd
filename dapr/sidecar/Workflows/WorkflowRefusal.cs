namespace Personalization.Sidecar.Workflows;

/// <summary>Why a call about a workflow is refused.</summary>
internal enum WorkflowRefusal
{
    /// <summary>There is no workflow of that id.</summary>
    NotFound,

    /// <summary>A workflow of that id goes on.</summary>
    Exists,

    /// <summary>The id cannot be one.</summary>
    InvalidId,

    /// <summary>The workflow goes on, and would have to have ended.</summary>
    NotEnded,

    /// <summary>Too many events wait for the workflow.</summary>
    Full,

    /// <summary>The app has no actor state store.</summary>
    NoStore,

    /// <summary>The store did not take it; it can be tried again.</summary>
    Unavailable,
}
