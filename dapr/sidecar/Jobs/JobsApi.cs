using Personalization.Sidecar.Api;

namespace Personalization.Sidecar.Jobs;

/// <summary>The jobs of one app, over any face: checks requests and turns failures into daprd's codes.</summary>
internal sealed class JobsApi(Func<JobScheduler> scheduler)
{
    private const int MaxName = 512;
    private const int BadRequest = 400;
    private const int Conflict = 409;
    private const int Failed = 500;

    /// <summary>The job is durable when this returns.</summary>
    /// <exception cref="DaprApiException">The request is wrong, the name is taken, or the store failed.</exception>
    public async Task ScheduleAsync(JobRequest request, CancellationToken cancellationToken)
    {
        CheckName(request.Name);
        if (string.IsNullOrEmpty(request.Schedule) && string.IsNullOrEmpty(request.DueTime))
        {
            throw new DaprApiException(BadRequest, JobErrorCodes.ScheduleEmpty, "Schedule is empty: a job needs a schedule or a dueTime");
        }

        try
        {
            await scheduler().ScheduleAsync(request, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var status = e switch
            {
                FormatException => BadRequest,
                JobExistsException => Conflict,
                _ => Failed,
            };
            throw new DaprApiException(status, JobErrorCodes.Schedule, $"failed to schedule job due to: {e.Message}", e);
        }
    }

    /// <exception cref="DaprApiException">There is no such job.</exception>
    public async Task<JobRequest> GetAsync(string name, CancellationToken cancellationToken)
    {
        CheckName(name);
        return await scheduler().FindAsync(name, cancellationToken)
            ?? throw new DaprApiException(Failed, JobErrorCodes.Get, $"failed to get job due to: job not found: {name}");
    }

    /// <summary>The jobs whose name begins with a text, by name.</summary>
    public Task<IReadOnlyList<JobRequest>> ListAsync(string prefix, CancellationToken cancellationToken) => scheduler().ListAsync(prefix, cancellationToken);

    /// <summary>A job that is not there is no error.</summary>
    /// <exception cref="DaprApiException">The store failed.</exception>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        CheckName(name);
        try
        {
            await scheduler().DeleteAsync(name, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DaprApiException(Failed, JobErrorCodes.Delete, $"failed to delete job due to: {e.Message}", e);
        }
    }

    private static void CheckName(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new DaprApiException(BadRequest, JobErrorCodes.NameEmpty, "Name is empty");
        }

        if (name.Length > MaxName || name.Contains("||", StringComparison.Ordinal) || name.Any(char.IsControl))
        {
            throw new DaprApiException(BadRequest, JobErrorCodes.Schedule, $"a job's name has at most {MaxName} characters, no '||' and no control characters");
        }
    }
}
