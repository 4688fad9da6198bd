using Microsoft.Extensions.Options;

namespace Personalization.Profiles.Api.Shoppers;

/// <summary>
/// What this process knows of the state store, so that with the store away answers come from memory at once. Loads and saves are judged apart: a
/// store that takes nothing may still be read.
/// </summary>
internal sealed class StoreGate : IDisposable
{
    /// <summary>The probe asks it each second or so, so a failure is at most this old while the store is away.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _stopping = new();
    private readonly ProfilesOptions _options;

    public StoreGate(IStoreProbe probe, IOptions<ProfilesOptions> options, TimeProvider clock)
    {
        _options = options.Value;
        Loads = new StoreWatch(_options.LoadTimeout, probe.LoadAsync, _options, clock, _stopping.Token);
        Saves = new StoreWatch(_options.SaveTimeout, probe.SaveAsync, _options, clock, _stopping.Token);
    }

    public StoreWatch Loads { get; }

    public StoreWatch Saves { get; }

    /// <summary>The store is away: who can wait does.</summary>
    public bool IsClosed => Loads.IsAway || Saves.IsAway;

    /// <summary>True while the store is away as far as anybody here noticed: for metrics, which outlast the pause between two tries.</summary>
    public bool HasFailedLately => HasFailedWithin(Lately + _options.StorePause);

    private bool HasFailedWithin(TimeSpan time) => Loads.HasFailedWithin(time) || Saves.HasFailedWithin(time);

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }
}
