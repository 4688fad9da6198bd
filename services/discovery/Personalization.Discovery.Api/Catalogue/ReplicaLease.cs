using Microsoft.Extensions.Options;
using Personalization.Discovery.Api.State;

namespace Personalization.Discovery.Api.Catalogue;

/// <summary>Lets one replica at a time do a kind of work, such as changing catalogues or learning the models of one store. What is done under it is safe to do twice: it saves work, it is no lock.</summary>
internal sealed class ReplicaLease(IDiscoveryState state, IOptions<DiscoveryOptions> options, TimeProvider time)
{
    /// <summary>Names this process; two starts of one machine are two owners.</summary>
    private readonly string _owner = $"{Environment.MachineName}-{Environment.ProcessId}-{time.GetUtcNow().UtcTicks:x}";

    /// <summary>Takes or renews a lease.</summary>
    /// <param name="key">Of the work, in <see cref="StateKeys"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<bool> TryHoldAsync(string key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (lease, etag) = await state.GetAsync(key, StateJson.Default.LeaseRecord, cancellationToken);
        if (lease is not null && lease.Owner != _owner && lease.Until > now)
        {
            return false;
        }

        return await state.TrySaveAsync(key, new LeaseRecord(_owner, now + options.Value.Lease), StateJson.Default.LeaseRecord, etag, null, cancellationToken);
    }

    /// <summary>Runs work while renewing the lease at a third of its length; work that outlives the lease is stopped.</summary>
    public async Task WhileHeldAsync(string key, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var held = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewal = RenewAsync(key, held, done.Token);
        try
        {
            await work(held.Token);
        }
        catch (OperationCanceledException) when (held.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Another replica has it now and does the work again.
        }
        finally
        {
            await done.CancelAsync();
            await renewal;
        }
    }

    private async Task RenewAsync(string key, CancellationTokenSource held, CancellationToken done)
    {
        try
        {
            do
            {
                await Task.Delay(options.Value.Lease / 3, time, done);
            }
            while (await TryHoldAsync(key, done));
            await held.CancelAsync();
        }
        catch (Exception exception) when (exception is OperationCanceledException or StateUnavailableException)
        {
            // The work is done, or the store is away: then the work itself will notice.
        }
    }
}
