namespace Personalization.Sidecar.Workflows;

/// <summary>daprd's error codes of workflows, as its clients compare them.</summary>
internal static class WorkflowErrorCodes
{
    public const string Start = "ERR_START_WORKFLOW";
    public const string Get = "ERR_GET_WORKFLOW";
    public const string Pause = "ERR_PAUSE_WORKFLOW";
    public const string Resume = "ERR_RESUME_WORKFLOW";
    public const string Terminate = "ERR_TERMINATE_WORKFLOW";
    public const string Purge = "ERR_PURGE_WORKFLOW";
    public const string RaiseEvent = "ERR_RAISE_EVENT_WORKFLOW";
    public const string InstanceNotFound = "ERR_INSTANCE_ID_NOT_FOUND";
    public const string InstanceTooLong = "ERR_INSTANCE_ID_TOO_LONG";
    public const string InstanceInvalid = "ERR_INSTANCE_ID_INVALID";
    public const string NameMissing = "ERR_WORKFLOW_NAME_MISSING";
    public const string EventNameMissing = "ERR_WORKFLOW_EVENT_NAME_MISSING";
}
