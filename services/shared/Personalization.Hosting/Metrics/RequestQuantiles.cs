using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Personalization.Hosting.Metrics;

/// <summary>
/// p50, p95 and p99 of the requests of each endpoint over the last one to two minutes, within 5 %: for reading by eye and for alerts that cannot
/// compute them from the histogram of all time.
/// </summary>
internal sealed class RequestQuantiles(TimeProvider time)
{
    public const string Instrument = "http.server.request.duration";

    private const string Name = "http_server_request_duration_quantile_seconds";
    private const int MostEndpoints = 500;
    private const double Smallest = 50e-6;
    private const double Growth = 1.1;

    /// <summary>50 us times 1.1 to the power of this is above 100 s.</summary>
    private const int Buckets = 154;

    private static readonly double LogGrowth = Math.Log(Growth);
    private static readonly (double Share, string Text)[] Told = [(0.5, "0.5"), (0.95, "0.95"), (0.99, "0.99")];
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Route, string Method), Counts> _endpoints = new();
    private readonly Lock _gate = new();
    private long _turned = time.GetTimestamp();

    public void Measure(double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string? route = null;
        string? method = null;
        foreach (var tag in tags)
        {
            route = tag.Key == "http.route" ? tag.Value as string : route;
            method = tag.Key == "http.request.method" ? tag.Value as string : method;
        }

        // What met no endpoint (a file of the page, a path that is not there) is one line, whatever it was called.
        var key = (route ?? "(none)", method ?? "");
        if (!_endpoints.TryGetValue(key, out var counts) && _endpoints.Count < MostEndpoints)
        {
            counts = _endpoints.GetOrAdd(key, static _ => new Counts());
        }

        Turn();
        counts?.Add(Bucket(seconds));
    }

    public void Write(StringBuilder text)
    {
        Turn();
        text.Append("# HELP ").Append(Name).Append(" Time of a request by endpoint, over the last one to two minutes\n");
        text.Append("# TYPE ").Append(Name).Append(" gauge\n");
        foreach (var (endpoint, counts) in _endpoints.OrderBy(pair => pair.Key.Route, StringComparer.Ordinal))
        {
            var held = counts.Read();
            var total = held.Sum();
            foreach (var (share, quantile) in Told)
            {
                if (total > 0)
                {
                    text.Append(Name).Append("{http_route=\"").Append(endpoint.Route).Append("\",http_request_method=\"").Append(endpoint.Method)
                        .Append("\",quantile=\"").Append(quantile).Append("\"} ").Append(Quantile(held, total, share).ToString("R", CultureInfo.InvariantCulture)).Append('\n');
                }
            }
        }
    }

    private static int Bucket(double seconds) =>
        seconds <= Smallest ? 0 : Math.Min(Buckets - 1, (int)Math.Ceiling(Math.Log(seconds / Smallest) / LogGrowth));

    private static double Quantile(long[] held, long total, double share)
    {
        var rank = (long)Math.Ceiling(total * share);
        var bucket = 0;
        for (long below = held[0]; below < rank && bucket < Buckets - 1;)
        {
            below += held[++bucket];
        }

        // The middle of the bucket, by ratio.
        return Smallest * Math.Pow(Growth, bucket - 0.5);
    }

    private void Turn()
    {
        if (time.GetElapsedTime(Volatile.Read(ref _turned)) < Window)
        {
            return;
        }

        lock (_gate)
        {
            var elapsed = time.GetElapsedTime(_turned);
            if (elapsed < Window)
            {
                return;
            }

            Volatile.Write(ref _turned, time.GetTimestamp());
            foreach (var counts in _endpoints.Values)
            {
                counts.Turn(forgetAll: elapsed >= 2 * Window);
            }
        }
    }

    private sealed class Counts
    {
        private readonly Lock _gate = new();
        private long[] _now = new long[Buckets];
        private long[] _before = new long[Buckets];

        public void Add(int bucket)
        {
            lock (_gate)
            {
                _now[bucket]++;
            }
        }

        public long[] Read()
        {
            lock (_gate)
            {
                return [.. _now.Zip(_before, static (now, before) => now + before)];
            }
        }

        public void Turn(bool forgetAll)
        {
            lock (_gate)
            {
                (_before, _now) = (_now, _before);
                Array.Clear(_now);
                if (forgetAll)
                {
                    Array.Clear(_before);
                }
            }
        }
    }
}
