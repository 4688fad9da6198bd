using Personalization.Sidecar.Actors.Reminders;
using Personalization.Sidecar.Actors.Scheduling;

namespace Personalization.Sidecar.Jobs;

/// <summary>
/// The jobs of one app, whichever of its replicas is there: durable before they are answered for, handed over at least once, the next time of a job planned when the last one was taken.
/// A time that passes while the app or the sidecar is away is made up for.
/// </summary>
internal sealed partial class JobScheduler : IAsyncDisposable
{
    private const int MaxFiring = 64;

    /// <summary>Jobs of one app at a time; a client that forgets to name its jobs alike is refused before it fills the file.</summary>
    private const int MaxJobs = 100_000;

    private readonly JobStore _store;
    private readonly IJobTarget _target;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, Job> _jobs = new(StringComparer.Ordinal);
    private readonly DueDispatcher<string, Job> _due;
    private bool _isStarted;

    public JobScheduler(JobStore store, IJobTarget target, TimeProvider time, ILogger logger)
    {
        _store = store;
        _target = target;
        _time = time;
        _logger = logger;
        _due = new DueDispatcher<string, Job>(MaxFiring, FireAsync, time);
    }

    /// <summary>Reads what is stored and begins; the first replica does it for all.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_isStarted)
            {
                return;
            }

            foreach (var record in await _store.LoadAsync(cancellationToken))
            {
                Put(new Job(record, JobSchedule.Parse(record.Request with { Ttl = null }, record.Registered) with { Expires = Expiry(record) }));
            }

            _isStarted = true;
            _due.Start();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Registers a job; it survives the process when this returns.</summary>
    /// <exception cref="FormatException">A time is not of the grammar.</exception>
    /// <exception cref="JobExistsException">The name is taken.</exception>
    public async Task ScheduleAsync(JobRequest request, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var schedule = JobSchedule.Parse(request, now);
        _ = FiringRetries.Interval(request.FailurePolicy);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_jobs.ContainsKey(request.Name) ? !request.Overwrite : _jobs.Count >= MaxJobs)
            {
                throw _jobs.ContainsKey(request.Name) ? new JobExistsException(request.Name) : new InvalidOperationException($"the app has {MaxJobs} jobs already");
            }

            if (schedule.First is not { } first)
            {
                // Nothing to wait for: as a job that has had all its times, it is not kept.
                await RemoveAsync(request.Name);
                return;
            }

            var job = new Job(new JobRecord(request, now, first, 0), schedule);
            await _store.SaveAsync(job.Record, CancellationToken.None);
            Put(job);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <returns>Null: there is no such job, or it has had all its times.</returns>
    public async Task<JobRequest?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return _jobs.TryGetValue(name, out var job) ? job.Record.Request : null;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The jobs whose name begins with a text, by name.</summary>
    public async Task<IReadOnlyList<JobRequest>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return [.. _jobs.Where(job => job.Key.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(job => job.Key, StringComparer.Ordinal).Select(job => job.Value.Record.Request)];
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Removes a job; one that is not there is no error.</summary>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await RemoveAsync(name);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _due.DisposeAsync();
        await _store.DisposeAsync();
        _gate.Dispose();
    }

    /// <summary>The end of a stored job, which may be over by now.</summary>
    private static DateTimeOffset? Expiry(JobRecord record) =>
        string.IsNullOrEmpty(record.Request.Ttl) ? null : JobSchedule.Parse(record.Request, record.Registered).Expires;

    private void Put(Job job)
    {
        _jobs[job.Name] = job;
        _due.Set(job.Name, job, job.Record.Next);
    }

    private async Task RemoveAsync(string name)
    {
        if (_jobs.ContainsKey(name))
        {
            await _store.DeleteAsync(name, CancellationToken.None);
            _jobs.Remove(name);
            _due.Remove(name);
        }
    }

    private async Task FireAsync(Job job, CancellationToken cancellationToken)
    {
        try
        {
            if (await IsCurrentAsync(job, cancellationToken))
            {
                await DeliverAsync(job, cancellationToken);
                await FiredAsync(job, cancellationToken);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The edge of the loop. What was done could not be written down, so it stays due.
            LogNotRecorded(_logger, e, job.Name);
            _due.Set(job.Name, job, _time.GetUtcNow() + FiringRetries.DefaultInterval);
        }
    }

    private async Task DeliverAsync(Job job, CancellationToken cancellationToken)
    {
        var policy = job.Record.Request.FailurePolicy;
        var interval = FiringRetries.Interval(policy);
        var retries = FiringRetries.Count(policy);
        for (var attempt = 0; ; attempt++)
        {
            if (await _target.TriggerAsync(job.Name, job.Record.Request.Data, cancellationToken))
            {
                return;
            }

            if (attempt >= retries)
            {
                LogDropped(_logger, job.Name, attempt + 1);
                return;
            }

            await Task.Delay(interval, _time, cancellationToken);
        }
    }

    private async Task FiredAsync(Job job, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // While it fired it may have been registered anew, or removed: then that counts.
            if (!IsCurrent(job))
            {
                return;
            }

            var fired = job.Record.Fired + 1;
            if (job.Schedule.After(job.Record.Next, fired) is not { } next)
            {
                await RemoveAsync(job.Name);
                return;
            }

            var after = new Job(job.Record with { Next = next, Fired = fired }, job.Schedule);
            await _store.SaveAsync(after.Record, CancellationToken.None);
            Put(after);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<bool> IsCurrentAsync(Job job, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return IsCurrent(job);
        }
        finally
        {
            _gate.Release();
        }
    }

    private bool IsCurrent(Job job) => _jobs.TryGetValue(job.Name, out var current) && ReferenceEquals(current, job);

    [LoggerMessage(EventId = 3501, Level = LogLevel.Error, Message = "job {Job} is given up for this time after {Attempts} attempts")]
    private static partial void LogDropped(ILogger logger, string job, int attempts);

    [LoggerMessage(EventId = 3502, Level = LogLevel.Error, Message = "what job {Job} did could not be written down; it comes again")]
    private static partial void LogNotRecorded(ILogger logger, Exception exception, string job);

    private sealed record Job(JobRecord Record, JobSchedule Schedule)
    {
        public string Name => Record.Request.Name;
    }
}
