using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Personalization.EndToEnd.Tests.Running;

/// <summary>
/// A shop developer's client, written from the public contract alone: what is refused with Retry-After is sent again, under an id that makes the
/// repeat harmless, and an answer that says it is degraded is asked for again. <see cref="AskedAgain"/> counts both.
/// </summary>
public sealed class Shop : IDisposable
{
    private const string IdempotencyKey = "Idempotency-Key";

    /// <summary>Nothing is proved by it: a machine may be busy with other things.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ImportLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly IReadOnlyList<Uri> _addresses;
    private readonly string _store;
    private readonly HttpClient _http;
    private readonly Tally _tally;
    private int _sent;

    public Shop(Uri address, string store = "main")
        : this([address], store, new Tally())
    {
    }

    /// <summary>Asks one storefront after the other, as behind a load balancer that keeps nobody to one of them.</summary>
    public Shop(IReadOnlyList<Uri> addresses)
        : this(addresses, "main", new Tally())
    {
    }

    private Shop(IReadOnlyList<Uri> addresses, string store, Tally tally)
    {
        (_addresses, _store, _tally) = (addresses, store, tally);
        _http = new HttpClient { BaseAddress = addresses[0], Timeout = Patience };
        _http.DefaultRequestHeaders.Add("X-Store-Id", store);
    }

    public HttpClient Http => _http;

    /// <summary>The id of the store it shops in.</summary>
    public string Store => _store;

    /// <summary>Takes a degraded answer as it is, for tests that judge it themselves.</summary>
    public bool TakesDegraded { get; init; }

    public int Answers => _tally.Answers;

    /// <summary>Answers that the contract allows to be no answer yet.</summary>
    public int AskedAgain => _tally.AskedAgain;

    /// <summary>The same address over connections of its own, optionally for another store.</summary>
    public Shop Another(string? otherStore = null) => new(_addresses, otherStore ?? _store, _tally);

    public Task<JsonNode> TrackAsync(object interaction)
    {
        var body = JsonSerializer.SerializeToNode(interaction)!.AsObject();
        body.TryAdd("event_id", Guid.NewGuid().ToString());
        return SendAsync(() => new HttpRequestMessage(HttpMethod.Post, "/api/interactions/track") { Content = JsonContent.Create(body) });
    }

    public Task<JsonNode> SearchAsync(string query, string? userId = null, string? anonymousId = null, string? minVersion = null, int limit = 20, int offset = 0)
    {
        var body = new JsonObject { ["query"] = query, ["limit"] = limit, ["offset"] = offset };
        Add(body, "user_id", userId);
        Add(body, "anonymous_id", anonymousId);
        Add(body, "min_version", minVersion);
        return PostAsync("/api/search/personalized", body);
    }

    /// <summary>The 1-based places of all matches of a query, read page by page.</summary>
    public async Task<Dictionary<string, int>> PlacesAsync(string query, string anonymousId, string? minVersion = null)
    {
        var places = new Dictionary<string, int>();
        for (var total = 1; places.Count < total;)
        {
            var answer = await SearchAsync(query, anonymousId: anonymousId, minVersion: minVersion, limit: 100, offset: places.Count);
            total = answer["total"]!.GetValue<int>();
            foreach (var id in new RankedList(answer).Ids)
            {
                places.Add(id, places.Count + 1);
            }
        }

        return places;
    }

    public Task<JsonNode> GetAsync(string path) => SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path));

    public Task<JsonNode> PutAsync(string path, object body) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body) });

    public Task<JsonNode> PostAsync(string path, object body)
    {
        var key = Guid.NewGuid().ToString();
        return SendAsync(() =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
            request.Headers.Add(IdempotencyKey, key);
            return request;
        });
    }

    /// <summary>Imports a catalogue and waits until searches have it.</summary>
    public async Task<JsonNode> ImportAsync(string body, string contentType, string query = "")
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(body));
        }

        var bytes = compressed.ToArray();
        var key = Guid.NewGuid().ToString();
        var started = await SendAsync(() =>
        {
            var content = new ByteArrayContent(bytes);
            content.Headers.Add("Content-Type", contentType);
            content.Headers.Add("Content-Encoding", "gzip");
            var request = new HttpRequestMessage(HttpMethod.Post, $"/api/catalog/import{query}") { Content = content };
            request.Headers.Add(IdempotencyKey, key);
            return request;
        });
        using var limit = new CancellationTokenSource(ImportLimit);
        while (true)
        {
            var status = await GetAsync(started["status_url"]!.GetValue<string>());
            if (status["state"]!.GetValue<string>() is "done" or "failed")
            {
                return status;
            }

            await Task.Delay(Pause, limit.Token);
        }
    }

    public void Dispose() => _http.Dispose();

    public async Task<JsonNode> SendAsync(Func<HttpRequestMessage> message)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(Pause))
        {
            using var request = message();
            request.RequestUri = new Uri(_addresses[Interlocked.Increment(ref _sent) % _addresses.Count], request.RequestUri!);
            using var response = await _http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            var refused = response.StatusCode == HttpStatusCode.ServiceUnavailable && response.Headers.RetryAfter is not null;
            (response.IsSuccessStatusCode || (refused && !TakesDegraded && clock.Elapsed < Patience))
                .ShouldBeTrue($"{(int)response.StatusCode} of {request.RequestUri}: {text}");
            if (!refused)
            {
                var answer = JsonNode.Parse(text) ?? throw new JsonException("The answer is null.");
                if (TakesDegraded || !RankedList.IsDegraded(answer))
                {
                    _tally.Answered();
                    return answer;
                }

                clock.Elapsed.ShouldBeLessThan(Patience, $"{request.RequestUri} stays degraded: {text}");
            }

            _tally.Again();
        }
    }

    private static void Add(JsonObject body, string name, string? value)
    {
        if (value is not null)
        {
            body[name] = value;
        }
    }

    private sealed class Tally
    {
        private int _answers;
        private int _askedAgain;

        public int Answers => _answers;

        public int AskedAgain => _askedAgain;

        public void Answered() => Interlocked.Increment(ref _answers);

        public void Again() => Interlocked.Increment(ref _askedAgain);
    }
}
