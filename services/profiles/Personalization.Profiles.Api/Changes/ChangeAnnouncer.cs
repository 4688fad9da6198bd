using Personalization.Profiles.Api.Telemetry;
using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Api.Changes;

/// <summary>
/// Tells that preferences changed, right after the commit: the first change at once, what follows within <see cref="Gap"/> together, a shopper's
/// newest version alone. So the cost is bounded however many events come: at most 50 messages a second. It is news, not truth: what does
/// not fit is left out, and whoever missed it finds the version with its next answer.
/// </summary>
internal sealed partial class ChangeAnnouncer(
    IChangeBroadcast broadcast, ProfilesInstruments instruments, TimeProvider clock, ILogger<ChangeAnnouncer> logger) : BackgroundService
{
    public const int MostWaiting = 10_000;
    public const int MostTogether = 500;
    public static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(20);
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _waiting = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _told = new(0, 1);

    /// <summary>Shoppers whose change is still to be told.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    public bool IsWaiting => Waiting > 0;

    /// <summary>Returns at once.</summary>
    /// <param name="shopper">An actor id.</param>
    /// <param name="version">What it has now; null: nothing was ever learned, nothing is told.</param>
    public void Changed(string shopper, string? version)
    {
        if (version is null)
        {
            return;
        }

        lock (_lock)
        {
            if (_waiting.Count >= MostWaiting && !_waiting.ContainsKey(shopper))
            {
                instruments.ChangeLeftOut();
                return;
            }

            _waiting[shopper] = version;
            Wake();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _told.WaitAsync(stoppingToken);
            var told = await TryTellAsync(Take(), stoppingToken);
            await Task.Delay(told ? Gap : Pause, clock, stoppingToken);
        }
    }

    private List<PreferencesChange> Take()
    {
        lock (_lock)
        {
            List<PreferencesChange> changes = [.. _waiting.Take(MostTogether).Select(pair => new PreferencesChange(pair.Key, pair.Value))];
            foreach (var change in changes)
            {
                _waiting.Remove(change.Shopper);
            }

            if (_waiting.Count > 0)
            {
                Wake();
            }

            return changes;
        }
    }

    private async Task<bool> TryTellAsync(List<PreferencesChange> changes, CancellationToken cancellationToken)
    {
        try
        {
            await broadcast.TellAsync(new PreferencesChanged { Changes = changes }, cancellationToken);
            return true;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // The loop's edge: the broker is away. What is newer by then is told instead.
            LogNotTold(logger, changes.Count, failure.GetType().Name);
            Return(changes);
            return false;
        }
    }

    private void Return(List<PreferencesChange> changes)
    {
        lock (_lock)
        {
            foreach (var change in changes)
            {
                _waiting.TryAdd(change.Shopper, change.Version);
            }

            Wake();
        }
    }

    /// <summary>Called under the lock.</summary>
    private void Wake()
    {
        if (_told.CurrentCount == 0)
        {
            _told.Release();
        }
    }

    public override void Dispose()
    {
        _told.Dispose();
        base.Dispose();
    }
}
