namespace Personalization.Sidecar.Jobs;

/// <summary>Hands jobs to an app.</summary>
internal interface IJobTarget
{
    /// <summary>Waits until the app is there, and tells it that a job is due.</summary>
    /// <returns>True: it took the job, or has no such job; false: it failed on it.</returns>
    Task<bool> TriggerAsync(string name, JobData? data, CancellationToken cancellationToken);
}
