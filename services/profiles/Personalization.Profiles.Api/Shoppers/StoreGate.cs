using Microsoft.Extensions.Options;

namespace Personalization.Profiles.Api.Shoppers;

/// <summary>After a failure of the state store no one asks it for a short while: with the store away, answers come from memory at once.</summary>
internal sealed class StoreGate(IOptions<ProfilesOptions> options, TimeProvider clock)
{
    private long _closedUntil;

    public bool IsClosed => clock.GetUtcNow().UtcTicks < Volatile.Read(ref _closedUntil);

    public void Close() => Volatile.Write(ref _closedUntil, (clock.GetUtcNow() + options.Value.StorePause).UtcTicks);
}
