using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Personalization.Drills.Memory;

/// <summary>Sends events in batches until each of them was answered durable.</summary>
public sealed class BatchSender : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _http;
    private long _durable;
    private long _duplicates;
    private long _resent;

    public BatchSender(Uri address, string store)
    {
        _http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
        _http.DefaultRequestHeaders.Add("X-Store-Id", store);
    }

    /// <summary>Events that were answered durable.</summary>
    public long Durable => Interlocked.Read(ref _durable);

    /// <summary>Those of them that were known.</summary>
    public long Duplicates => Interlocked.Read(ref _duplicates);

    /// <summary>Events that had to be sent again: refused, taken into memory alone, or without an answer.</summary>
    public long Resent => Interlocked.Read(ref _resent);

    /// <exception cref="InvalidOperationException">An answer that the contract does not have, or none that is durable for minutes.</exception>
    public async Task SendAsync(IReadOnlyList<JsonObject> events)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (events.Count > 0)
        {
            var left = await TryAsync(events);
            if (left.Count > 0)
            {
                Interlocked.Add(ref _resent, left.Count);
                if (limit.IsCancellationRequested)
                {
                    throw new InvalidOperationException($"{left.Count} events were not durable within {Patience.TotalSeconds:0} s, among them {left[0].ToJsonString()}.");
                }

                await Task.Delay(Pause);
            }

            events = left;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<IReadOnlyList<JsonObject>> TryAsync(IReadOnlyList<JsonObject> events)
    {
        try
        {
            using var content = new StringContent(Body(events), Encoding.UTF8, "application/json");
            using var response = await _http.PostAsync("/api/interactions/track/batch", content);
            var text = await response.Content.ReadAsStringAsync();
            return response.StatusCode switch
            {
                HttpStatusCode.OK => Left(events, JsonNode.Parse(text)!["results"]!.AsArray()),
                HttpStatusCode.ServiceUnavailable => events,
                _ => throw new InvalidOperationException($"A batch was answered {(int)response.StatusCode}: {text}"),
            };
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or IOException)
        {
            return events;
        }
    }

    private static string Body(IReadOnlyList<JsonObject> events) =>
        new StringBuilder("{\"events\":[").AppendJoin(',', events.Select(one => one.ToJsonString())).Append("]}").ToString();

    private List<JsonObject> Left(IReadOnlyList<JsonObject> events, JsonArray results)
    {
        var left = new List<JsonObject>();
        foreach (var result in results)
        {
            var sent = events[result!["index"]!.GetValue<int>()];
            var status = result["status"]!.GetValue<int>();
            if (status is not (200 or 202 or 503))
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{sent.ToJsonString()} was answered {status}: {result.ToJsonString()}"));
            }

            if (status != 200 || result["durable"]?.GetValue<bool>() != true)
            {
                left.Add(sent);
                continue;
            }

            Interlocked.Increment(ref _durable);
            if (result["duplicate"]?.GetValue<bool>() == true)
            {
                Interlocked.Increment(ref _duplicates);
            }
        }

        return left;
    }
}
