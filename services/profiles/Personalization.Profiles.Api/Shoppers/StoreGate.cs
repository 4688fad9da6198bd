using Microsoft.Extensions.Options;

namespace Personalization.Profiles.Api.Shoppers;

/// <summary>After a failure of the state store no one asks it for a short while: with the store away, answers come from memory at once.</summary>
internal sealed class StoreGate(IOptions<ProfilesOptions> options, TimeProvider clock)
{
    /// <summary>Who waits for the store asks it each second, so a failure is at most this old while the store is away.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(3);

    private long _closedUntil;

    public bool IsClosed => clock.GetUtcNow().UtcTicks < Volatile.Read(ref _closedUntil);

    /// <summary>True while the store is away as far as anybody here noticed: for metrics, which outlast the pause between two tries.</summary>
    public bool HasFailedLately => (clock.GetUtcNow() - Lately).UtcTicks < Volatile.Read(ref _closedUntil);

    public void Close() => Volatile.Write(ref _closedUntil, (clock.GetUtcNow() + options.Value.StorePause).UtcTicks);
}
