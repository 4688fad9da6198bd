namespace Personalization.Sidecar.Jobs;

/// <summary>A job as it is stored.</summary>
/// <param name="Request">As asked for.</param>
/// <param name="Registered">When; with the request's texts it gives the schedule.</param>
/// <param name="Next">The next time.</param>
/// <param name="Fired">Times so far.</param>
internal sealed record JobRecord(JobRequest Request, DateTimeOffset Registered, DateTimeOffset Next, int Fired);
