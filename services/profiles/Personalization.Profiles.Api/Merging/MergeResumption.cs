namespace Personalization.Profiles.Api.Merging;

/// <summary>Finishes merges that a crash interrupted, outside of any actor's turn.</summary>
internal sealed partial class MergeResumption(PendingMerges pending, MergeCoordinator coordinator, ILogger<MergeResumption> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (source, target) in pending.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await coordinator.MergeAsync(new Contracts.MergeRequest(source, target), stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // The loop's edge: the source's reminder, or its next call, brings the merge back.
                LogInterrupted(logger, failure.GetType().Name);
            }
        }
    }
}
