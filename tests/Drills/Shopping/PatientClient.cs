using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Personalization.Testing;

namespace Personalization.Drills.Shopping;

/// <summary>A client of one store that keeps its own log: what it sent, what is in flight, and what was answered durable. It sends again until it is.</summary>
public sealed class PatientClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http;
    private int _durable;
    private int _resent;
    private long _lastDurable = Stopwatch.GetTimestamp();
    private TaskCompletionSource _next = New();
    private (long From, TaskCompletionSource Done) _later = (long.MaxValue, New());

    public PatientClient(Uri address, string store)
    {
        _http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(10) };
        _http.DefaultRequestHeaders.Add("X-Store-Id", store);
    }

    /// <summary>Requests sent and not yet answered, by the name of their step.</summary>
    public ConcurrentDictionary<string, Step> InFlight { get; } = new();

    public int DurableEvents => Volatile.Read(ref _durable);

    public int Resent => Volatile.Read(ref _resent);

    public TimeSpan SinceDurable => Stopwatch.GetElapsedTime(Interlocked.Read(ref _lastDurable));

    /// <summary>Completes, on the thread that reads it, with the next durable answer.</summary>
    public Task NextDurable() => Volatile.Read(ref _next).Task;

    /// <summary>Completes with the next durable answer to a request that is sent from now on.</summary>
    public Task NextDurableOfLater()
    {
        var done = New();
        _later = (Stopwatch.GetTimestamp(), done);
        return done.Task;
    }

    /// <summary>Sends a step until it is answered with success and, where the answer says so, durable.</summary>
    /// <exception cref="InvalidOperationException">An answer that the contract does not have.</exception>
    public async Task UntilDurableAsync(Step step)
    {
        var limit = Stopwatch.StartNew();
        while (!await TryAsync(step))
        {
            Interlocked.Increment(ref _resent);
            if (limit.Elapsed > Patience)
            {
                throw new InvalidOperationException($"'{step.Name}' was not durable within {Patience.TotalSeconds:0} s.");
            }

            await Task.Delay(Pause);
        }
    }

    /// <summary>An answer in full: one that is refused with Retry-After, does not come, or says that it is degraded is asked for again.</summary>
    public async Task<JsonNode> GetAsync(string path)
    {
        var limit = Stopwatch.StartNew();
        while (true)
        {
            var (answer, failure) = await TryGetAsync(path);
            if (answer is not null)
            {
                return answer;
            }

            if (limit.Elapsed > Patience)
            {
                throw new InvalidOperationException($"{path} had no full answer within {Patience.TotalSeconds:0} s: {failure}");
            }

            await Task.Delay(Pause);
        }
    }

    /// <summary>Imports the demo shop's catalogue and waits until searches have it.</summary>
    public async Task ImportDemoAsync()
    {
        using var content = new ByteArrayContent(await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "components", "local", "demo", "catalogue.ndjson.gz")));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await _http.PostAsync("/api/catalog/import", content);
        var status = JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!["status_url"]!.GetValue<string>();
        while ((await GetAsync(status))["state"]!.GetValue<string>() is var state && state != "done")
        {
            if (state == "failed")
            {
                throw new InvalidOperationException("The import of the demo shop failed.");
            }

            await Task.Delay(Pause);
        }
    }

    /// <summary>Ids of the products in front.</summary>
    public async Task<IReadOnlyList<string>> BrowseAsync(int limit)
    {
        using var content = Json(new JsonObject { ["query"] = "", ["limit"] = limit });
        using var response = await _http.PostAsync("/api/search/personalized", content);
        var answer = JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!;
        return [.. answer["results"]!.AsArray().Select(result => result!["product"]!["id"]!.GetValue<string>())];
    }

    /// <summary>Events in the warehouse by type.</summary>
    /// <param name="filter">Further query parameters.</param>
    public async Task<IReadOnlyDictionary<string, long>> CountsAsync(string filter)
    {
        var answer = await GetAsync("/api/analytics/events?from=2000-01-02T00:00:00Z" + filter);
        return answer["by_type"]!.AsObject().ToDictionary(type => type.Key, type => type.Value!.GetValue<long>());
    }

    /// <summary>Rows of one moment and type: no two events of a script share a moment, but a signal derived from one has its time.</summary>
    public async Task<long> CountAtAsync(long timestamp, string type)
    {
        var to = (timestamp + 1).ToString(CultureInfo.InvariantCulture);
        return (await GetAsync($"/api/analytics/events?from={timestamp.ToString(CultureInfo.InvariantCulture)}&to={to}&type={type}"))["count"]!.GetValue<long>();
    }

    public void Dispose() => _http.Dispose();

    private static TaskCompletionSource New() => new();

    private static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    private async Task<(JsonNode? Answer, string? Failure)> TryGetAsync(string path)
    {
        try
        {
            using var response = await _http.GetAsync(path);
            var text = await response.Content.ReadAsStringAsync();
            if (!response.IsSuccessStatusCode)
            {
                return response.StatusCode == HttpStatusCode.ServiceUnavailable && response.Headers.RetryAfter is not null
                    ? (null, text)
                    : throw new InvalidOperationException($"{path} was answered {(int)response.StatusCode}: {text}");
            }

            var answer = JsonNode.Parse(text) ?? throw new InvalidOperationException($"The answer of {path} is null.");
            return answer is JsonObject fields && fields["degraded"] is JsonValue degraded && degraded.GetValue<bool>() ? (null, text) : (answer, null);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or IOException)
        {
            return (null, fault.Message);
        }
    }

    private async Task<bool> TryAsync(Step step)
    {
        var sent = Stopwatch.GetTimestamp();
        InFlight[step.Name] = step;
        try
        {
            using var content = Json(step.Body);
            using var response = step.Kind == StepKind.Cart ? await _http.PutAsync(step.Path, content) : await _http.PostAsync(step.Path, content);
            var text = await response.Content.ReadAsStringAsync();
            InFlight.TryRemove(step.Name, out _);
            if (!response.IsSuccessStatusCode)
            {
                return response.StatusCode == HttpStatusCode.ServiceUnavailable && response.Headers.RetryAfter is not null
                    ? false
                    : throw new InvalidOperationException($"'{step.Name}' was answered {(int)response.StatusCode}: {text}");
            }

            if (step.Kind == StepKind.Event)
            {
                if (!JsonNode.Parse(text)!["durable"]!.GetValue<bool>())
                {
                    return false;
                }

                Interlocked.Increment(ref _durable);
            }

            Durable(sent);
            return true;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or IOException)
        {
            // The connection went down with a process, or nobody answered: nobody knows, so it is sent again under its own id.
            InFlight.TryRemove(step.Name, out _);
            return false;
        }
    }

    private void Durable(long sent)
    {
        Interlocked.Exchange(ref _lastDurable, Stopwatch.GetTimestamp());
        Interlocked.Exchange(ref _next, New()).TrySetResult();
        if (sent > _later.From)
        {
            _later.Done.TrySetResult();
        }
    }
}
