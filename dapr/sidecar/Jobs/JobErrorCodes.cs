namespace Personalization.Sidecar.Jobs;

/// <summary>daprd's error codes of jobs, as its clients compare them.</summary>
internal static class JobErrorCodes
{
    public const string Schedule = "DAPR_SCHEDULER_SCHEDULE_JOB";
    public const string NameInBody = "DAPR_SCHEDULER_JOB_NAME";
    public const string NameEmpty = "DAPR_SCHEDULER_JOB_NAME_EMPTY";
    public const string ScheduleEmpty = "DAPR_SCHEDULER_SCHEDULE_EMPTY";
    public const string Get = "DAPR_SCHEDULER_GET_JOB";
    public const string Delete = "DAPR_SCHEDULER_DELETE_JOB";
}
