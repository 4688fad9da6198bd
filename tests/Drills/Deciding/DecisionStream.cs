using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Personalization.Drills.Deciding;

/// <summary>
/// A client that has slots decided and rewards decisions, and keeps its own log of what was acknowledged. What is refused, degraded or broken off is sent
/// again under the id it had, until it is acknowledged: in the end it has as many decisions as it was asked for, each once.
/// </summary>
public sealed class DecisionStream : IDisposable
{
    private const double Rewarded = 0.3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) }) { Timeout = TimeSpan.FromSeconds(10) };
    private readonly ConcurrentDictionary<string, DecisionRecord> _known = [];
    private readonly IReadOnlyList<Uri> _addresses;
    private readonly string _slot;
    private readonly int _seed;
    private readonly bool _remembers;
    private int _acknowledged;
    private int _sent;
    private int _resent;

    /// <param name="addresses">Of storefronts, asked in turn.</param>
    /// <param name="store">The store.</param>
    /// <param name="slot">The slot that is decided.</param>
    /// <param name="seed">Of what is asked, and of which decisions are rewarded.</param>
    /// <param name="remembers">False: of many decisions only the number is kept.</param>
    public DecisionStream(IReadOnlyList<Uri> addresses, string store, string slot, int seed, bool remembers = true)
    {
        (_addresses, Store, _slot, _seed, _remembers) = (addresses, store, slot, seed, remembers);
        _http.DefaultRequestHeaders.Add("X-Store-Id", store);
    }

    public string Store { get; }

    /// <summary>The slot that is decided.</summary>
    public string Slot => _slot;

    /// <summary>What was acknowledged so far.</summary>
    public IReadOnlyCollection<DecisionRecord> Known => [.. _known.Values];

    public int Acknowledged => Volatile.Read(ref _acknowledged);

    public int Resent => Volatile.Read(ref _resent);

    /// <param name="first">The number of the first decision: each number is another one.</param>
    /// <param name="decisions">How many.</param>
    /// <param name="atOnce">Callers.</param>
    /// <param name="ready">What a number waits for; null: nothing.</param>
    /// <exception cref="InvalidOperationException">An answer that the contract does not have, or none for two minutes.</exception>
    public Task PlayAsync(int first, int decisions, int atOnce, Func<int, Task>? ready = null) => Parallel.ForEachAsync(
        Enumerable.Range(first, decisions),
        new ParallelOptions { MaxDegreeOfParallelism = atOnce },
        async (number, _) =>
        {
            await (ready?.Invoke(number) ?? Task.CompletedTask);
            await PlayAsync(number);
        });

    public void Dispose() => _http.Dispose();

    private async Task PlayAsync(int number)
    {
        var random = new Random(unchecked((_seed * 397) ^ number));
        var request = new JsonObject
        {
            ["customer_id"] = $"drill-{number % 50}",
            ["slot"] = _slot,
            ["request_id"] = string.Create(CultureInfo.InvariantCulture, $"drill-{_seed}-{number}"),
            ["available_items"] = new JsonArray("one", "two", "three", "four"),
            ["context"] = new JsonObject { ["weather"] = $"w{random.Next(3)}", ["hour"] = random.Next(24) },
        };
        var answer = await UntilAsync("/api/v1/personalize", request, answer => answer["decision_id"] is not null);
        var known = new DecisionRecord(answer["decision_id"]!.GetValue<string>(), answer["selected_item"]!.GetValue<string>());
        if (_remembers)
        {
            _known[known.Id] = known;
        }

        Interlocked.Increment(ref _acknowledged);
        foreach (var value in Enumerable.Range(1, 2).Where(_ => random.NextDouble() < Rewarded))
        {
            var reward = new JsonObject { ["value"] = value + random.NextDouble(), ["event_id"] = $"e{value}" };
            await UntilAsync($"/api/v1/decisions/{known.Id}/reward", reward, answer => answer["durable"]?.GetValue<bool>() == true);
            known.Rewards[$"e{value}"] = reward["value"]!.GetValue<double>();
        }
    }

    private async Task<JsonNode> UntilAsync(string path, JsonNode body, Func<JsonNode, bool> isDone)
    {
        var (text, limit) = (body.ToJsonString(), Stopwatch.StartNew());
        while (true)
        {
            var (answer, failure) = await TryAsync(path, text);
            if (answer is not null && isDone(answer))
            {
                return answer;
            }

            if (limit.Elapsed > Patience)
            {
                throw new InvalidOperationException($"{path} was not acknowledged within {Patience.TotalSeconds:0} s: {failure ?? answer?.ToJsonString()}");
            }

            Interlocked.Increment(ref _resent);
            await Task.Delay(Pause);
        }
    }

    private async Task<(JsonNode? Answer, string? Failure)> TryAsync(string path, string body)
    {
        var address = new Uri(_addresses[(Interlocked.Increment(ref _sent) & int.MaxValue) % _addresses.Count], path);
        try
        {
            using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
            using var response = await _http.PostAsync(address, content);
            var text = await response.Content.ReadAsStringAsync();
            return response.IsSuccessStatusCode ? (JsonNode.Parse(text), null)
                : response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests ? (null, text)
                : throw new InvalidOperationException($"{path} was answered {(int)response.StatusCode}: {text}");
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or IOException)
        {
            // The connection went down with a process, or nobody answered: nobody knows.
            return (null, fault.Message);
        }
    }
}
