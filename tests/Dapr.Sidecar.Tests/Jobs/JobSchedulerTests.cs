using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Jobs;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Jobs;

/// <summary>A job is forgotten when it is done and when it is deleted, and for no other reason.</summary>
public sealed class JobSchedulerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Due_TheCallIsCancelledByAnotherThanTheStop_ComesAgain()
    {
        using var folder = new TempFolder();
        var target = new CancelledOnce();
        await using var jobs = new JobScheduler(new JobStore(Path.Combine(folder.Path, "jobs.db"), "app", new SharedResources()), target, TimeProvider.System, NullLogger.Instance);
        await jobs.StartAsync(Token);

        await jobs.ScheduleAsync(new JobRequest { Name = "report", DueTime = "1ms" }, Token);

        (await target.Taken.Task.WaitAsync(TimeSpan.FromSeconds(60), Token)).ShouldBe("report");
    }

    private sealed class CancelledOnce : IJobTarget
    {
        private bool _isCancelled;

        public TaskCompletionSource<string> Taken { get; } = new();

        public Task<bool> TriggerAsync(string name, JobData? data, CancellationToken cancellationToken)
        {
            if (!_isCancelled)
            {
                _isCancelled = true;
                throw new TaskCanceledException("a time-out");
            }

            Taken.TrySetResult(name);
            return Task.FromResult(true);
        }
    }
}
