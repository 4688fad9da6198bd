using System.Security.Cryptography;
using System.Text;

namespace Personalization.Hosting.Limits;

/// <summary>
/// Counts requests of the last minute by client and endpoint, as a sliding window of two: this minute, and the part of the minute before that still
/// counts. What is refused is not counted. Clients are kept as hashes.
/// </summary>
internal sealed class RateLimiter(LimitOptions options, TimeProvider time)
{
    private const int SharedCounters = 4_096;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long _windowStart = time.GetTimestamp();
    private Counters _current = new();
    private Counters _before = new();

    /// <summary>Counters held now.</summary>
    public int Held => _current.Count + _before.Count;

    /// <summary>True when the request may go on.</summary>
    /// <param name="client">Whoever is limited.</param>
    /// <param name="endpoint">The endpoint's name.</param>
    /// <param name="retryAfter">When refused: whole seconds until a repeat makes sense, at least 1.</param>
    public bool TryTake(string client, string endpoint, out int retryAfter)
    {
        var limit = options.Endpoints.GetValueOrDefault(endpoint, options.RequestsPerMinute);
        var key = new Key(BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(client))), endpoint);
        lock (_gate)
        {
            var passed = Turn() / Window;
            if (!_current.ContainsKey(key) && _current.Count >= options.MostCounted)
            {
                key = key with { Client = key.Client % SharedCounters };
            }

            var now = _current.GetValueOrDefault(key);
            var before = _before.GetValueOrDefault(key);
            if (now + (before * (1 - passed)) < limit)
            {
                _current[key] = now + 1;
                retryAfter = 0;
                return true;
            }

            retryAfter = Wait(now, before, limit, passed);
            return false;
        }
    }

    private static int Wait(int now, int before, int limit, double passed)
    {
        // Until enough of the minute before has passed; where this minute alone is full, until it is the minute before.
        var until = now >= limit || before == 0 ? 1 : 1 - ((limit - now) / (double)before);
        return Math.Clamp((int)Math.Ceiling((until - passed) * Window.TotalSeconds), 1, (int)Window.TotalSeconds);
    }

    /// <summary>Begins a new minute when the one at hand is over; how far it is.</summary>
    private TimeSpan Turn()
    {
        var elapsed = time.GetElapsedTime(_windowStart);
        if (elapsed < Window)
        {
            return elapsed;
        }

        _before = elapsed < 2 * Window ? _current : new Counters();
        _current = new Counters();
        var windows = Math.Floor(elapsed / Window);
        _windowStart += (long)(windows * Window.TotalSeconds * time.TimestampFrequency);
        return time.GetElapsedTime(_windowStart);
    }

    private readonly record struct Key(ulong Client, string Endpoint);

    private sealed class Counters : Dictionary<Key, int>;
}
