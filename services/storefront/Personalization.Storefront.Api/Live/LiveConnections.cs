using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Personalization.Storefront.Api.Live;

/// <summary>Who listens to whom, on this replica.</summary>
internal sealed class LiveConnections(IHubContext<LiveHub> hub, IOptions<LiveOptions> options, TimeProvider time)
{
    /// <summary>The method of the page.</summary>
    public const string Method = "preferencesChanged";

    /// <summary>A timer takes no more than some weeks; a page that is open so long connects again.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(20);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LiveListener> _byConnection = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<LiveListener>> _byShopper = new(StringComparer.Ordinal);

    public bool IsFull => Count >= options.Value.MaxConnections;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _byConnection.Count;
            }
        }
    }

    /// <summary>False: there are too many.</summary>
    /// <param name="connectionId">The connection.</param>
    /// <param name="expires">When whoever opened it may no longer listen; null: never.</param>
    /// <param name="end">Ends the connection.</param>
    public bool TryAdd(string connectionId, DateTimeOffset? expires, Action end)
    {
        lock (_lock)
        {
            if (_byConnection.Count >= options.Value.MaxConnections || _byConnection.ContainsKey(connectionId))
            {
                return false;
            }

            _byConnection.Add(connectionId, new LiveListener(connectionId, (id, change) => hub.Clients.Client(id).SendAsync(Method, change))
            {
                End = expires is { } at ? time.CreateTimer(_ => end(), null, Until(at), Timeout.InfiniteTimeSpan) : null,
            });
            return true;
        }
    }

    public void Remove(string connectionId)
    {
        lock (_lock)
        {
            if (_byConnection.Remove(connectionId, out var listener))
            {
                Leave(listener);
                listener.Dispose();
            }
        }
    }

    /// <summary>From here on the connection hears of this shopper, and of no other. False: too many do already.</summary>
    public bool TryListen(string connectionId, string shopper)
    {
        lock (_lock)
        {
            if (!_byConnection.TryGetValue(connectionId, out var listener))
            {
                return false;
            }

            Leave(listener);
            if (!_byShopper.TryGetValue(shopper, out var listeners))
            {
                _byShopper.Add(shopper, listeners = []);
            }
            else if (listeners.Count >= options.Value.MaxPerShopper)
            {
                return false;
            }

            listeners.Add(listener);
            listener.Shopper = shopper;
            return true;
        }
    }

    /// <summary>Never waits for a client.</summary>
    public void Tell(string shopper, string version)
    {
        LiveListener[] listeners;
        lock (_lock)
        {
            if (!_byShopper.TryGetValue(shopper, out var found))
            {
                return;
            }

            listeners = [.. found];
        }

        foreach (var listener in listeners)
        {
            listener.Tell(version);
        }
    }

    private TimeSpan Until(DateTimeOffset at)
    {
        var rest = at - time.GetUtcNow();
        return rest < TimeSpan.Zero ? TimeSpan.Zero : rest > Longest ? Longest : rest;
    }

    private void Leave(LiveListener listener)
    {
        if (listener.Shopper is not { } shopper)
        {
            return;
        }

        listener.Shopper = null;
        _byShopper[shopper].Remove(listener);
        if (_byShopper[shopper].Count == 0)
        {
            _byShopper.Remove(shopper);
        }
    }
}
