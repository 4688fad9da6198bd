using Microsoft.Extensions.Options;
using Personalization.Discovery.Api.State;

namespace Personalization.Discovery.Api.Catalogue;

/// <summary>Lets one replica at a time change catalogues. What is done under it is safe to do twice: it saves work, it is no lock.</summary>
internal sealed class ReplicaLease(IDiscoveryState state, IOptions<DiscoveryOptions> options, TimeProvider time)
{
    /// <summary>Names this process; two starts of one machine are two owners.</summary>
    private readonly string _owner = $"{Environment.MachineName}-{Environment.ProcessId}-{time.GetUtcNow().UtcTicks:x}";

    /// <summary>Takes or renews the lease.</summary>
    public async Task<bool> TryHoldAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (lease, etag) = await state.GetAsync(StateKeys.Lease, StateJson.Default.LeaseRecord, cancellationToken);
        if (lease is not null && lease.Owner != _owner && lease.Until > now)
        {
            return false;
        }

        return await state.TrySaveAsync(StateKeys.Lease, new LeaseRecord(_owner, now + options.Value.Lease), StateJson.Default.LeaseRecord, etag, null, cancellationToken);
    }

    /// <summary>Runs work while renewing the lease at a third of its length.</summary>
    public async Task WhileHeldAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewal = RenewAsync(done.Token);
        try
        {
            await work(cancellationToken);
        }
        finally
        {
            await done.CancelAsync();
            await renewal;
        }
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(options.Value.Lease / 3, time, cancellationToken);
                await TryHoldAsync(cancellationToken);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or StateUnavailableException)
        {
            // The work is done, or the store is away: then the work itself will notice.
        }
    }
}
