using Microsoft.Extensions.Options;

namespace Personalization.Profiles.Api.Shoppers;

/// <summary>
/// What this process knows of the state store, so that with the store away answers come from memory at once. Loads and saves are judged apart: a
/// store that takes nothing may still be read.
/// </summary>
internal sealed class StoreGate(IOptions<ProfilesOptions> options, TimeProvider clock)
{
    /// <summary>Who waits for the store asks it each second, so a failure is at most this old while the store is away.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(3);

    public StoreWatch Loads { get; } = new(options.Value.LoadTimeout, options.Value, clock);

    public StoreWatch Saves { get; } = new(options.Value.SaveTimeout, options.Value, clock);

    /// <summary>The store was found away a moment ago: who can wait does.</summary>
    public bool IsClosed => HasFailedWithin(options.Value.StorePause);

    /// <summary>True while the store is away as far as anybody here noticed: for metrics, which outlast the pause between two tries.</summary>
    public bool HasFailedLately => HasFailedWithin(Lately + options.Value.StorePause);

    private bool HasFailedWithin(TimeSpan time) => Loads.HasFailedWithin(time) || Saves.HasFailedWithin(time);
}
