using System.IO.Compression;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Personalization.EndToEnd.Tests.Running;

/// <summary>A shop developer's client, written from the public contract alone.</summary>
public sealed class Shop(Uri address, string store = "main") : IDisposable
{
    private static readonly TimeSpan ImportLimit = TimeSpan.FromMinutes(3);

    private readonly HttpClient _http = Client(address, store);

    public HttpClient Http => _http;

    /// <summary>The same address over connections of its own, optionally for another store.</summary>
    public Shop Another(string? otherStore = null) => new(address, otherStore ?? store);

    public async Task<JsonNode> TrackAsync(object interaction)
    {
        using var response = await _http.PostAsJsonAsync("/api/interactions/track", interaction);
        return await JsonAsync(response);
    }

    public async Task<JsonNode> SearchAsync(string query, string? userId = null, string? anonymousId = null, string? minVersion = null, int limit = 20)
    {
        var body = new JsonObject { ["query"] = query, ["limit"] = limit };
        Add(body, "user_id", userId);
        Add(body, "anonymous_id", anonymousId);
        Add(body, "min_version", minVersion);
        using var response = await _http.PostAsJsonAsync("/api/search/personalized", body);
        return await JsonAsync(response);
    }

    /// <summary>The 1-based places of all matches of a query, read page by page.</summary>
    public async Task<Dictionary<string, int>> PlacesAsync(string query, string anonymousId, string? minVersion = null)
    {
        var places = new Dictionary<string, int>();
        for (var total = 1; places.Count < total;)
        {
            var body = new JsonObject { ["query"] = query, ["limit"] = 100, ["offset"] = places.Count, ["anonymous_id"] = anonymousId };
            Add(body, "min_version", minVersion);
            using var response = await _http.PostAsJsonAsync("/api/search/personalized", body);
            var answer = await JsonAsync(response);
            total = answer["total"]!.GetValue<int>();
            foreach (var id in new RankedList(answer).Ids)
            {
                places.Add(id, places.Count + 1);
            }
        }

        return places;
    }

    public async Task<JsonNode> GetAsync(string path)
    {
        using var response = await _http.GetAsync(path);
        return await JsonAsync(response);
    }

    public async Task<JsonNode> PutAsync(string path, object body)
    {
        using var response = await _http.PutAsJsonAsync(path, body);
        return await JsonAsync(response);
    }

    public async Task<JsonNode> PostAsync(string path, object body)
    {
        using var response = await _http.PostAsJsonAsync(path, body);
        return await JsonAsync(response);
    }

    /// <summary>Imports a catalogue and waits until searches have it.</summary>
    public async Task<JsonNode> ImportAsync(string body, string contentType, string query = "")
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(body));
        }

        using var content = new ByteArrayContent(compressed.ToArray());
        content.Headers.Add("Content-Type", contentType);
        content.Headers.Add("Content-Encoding", "gzip");
        using var response = await _http.PostAsync($"/api/catalog/import{query}", content);
        var started = await JsonAsync(response);
        using var limit = new CancellationTokenSource(ImportLimit);
        while (true)
        {
            var status = await GetAsync(started["status_url"]!.GetValue<string>());
            if (status["state"]!.GetValue<string>() is "done" or "failed")
            {
                return status;
            }

            await Task.Delay(100, limit.Token);
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue($"{(int)response.StatusCode} of {response.RequestMessage?.RequestUri}: {text}");
        return JsonNode.Parse(text) ?? throw new JsonException("The answer is null.");
    }

    private static void Add(JsonObject body, string name, string? value)
    {
        if (value is not null)
        {
            body[name] = value;
        }
    }

    private static HttpClient Client(Uri address, string store)
    {
        var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Add("X-Store-Id", store);
        return http;
    }
}
