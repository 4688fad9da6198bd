using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Personalization.Drills.Away;

/// <summary>
/// Shoppers of a shop in an open loop: half of the calls are events, three in ten are searches, the rest suggestions, preferences and decisions. A call is
/// timed from when it fell due. Every search asks something that was never asked before.
/// </summary>
public sealed class MixedLoad : IDisposable
{
    /// <summary>Items that a slot is offered.</summary>
    private const int Offered = 5;

    private static readonly string[] Types = ["click", "view_details", "add_to_cart", "purchase", "dwell", "page_view"];

    private readonly HttpClient _http;
    private readonly AwayOptions _options;
    private readonly IReadOnlyList<string> _products;
    private readonly IReadOnlyList<string> _words;
    private readonly Random _random;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private int _number;

    public MixedLoad(Uri address, AwayOptions options, IReadOnlyList<string> products, IReadOnlyList<string> words)
    {
        _http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(10) };
        (_options, _products, _words, _random) = (options, products, words, new Random(options.Seed));
    }

    public TimeSpan Now => _clock.Elapsed;

    public ConcurrentBag<CallRecord> Records { get; } = [];

    /// <summary>Calls until the time is over, or it is enough, and until all of them have ended.</summary>
    public async Task RunAsync(TimeSpan length, Func<bool>? isEnough = null)
    {
        var started = _clock.Elapsed;
        List<Task> calls = [];
        for (var i = 0; ; i++)
        {
            var due = started + TimeSpan.FromSeconds(i / _options.PerSecond);
            if (due - started >= length || (i % 20 == 0 && isEnough?.Invoke() == true))
            {
                break;
            }

            while (_clock.Elapsed < due)
            {
                await Task.Delay(1);
            }

            var (kind, sent) = Draw();
            calls.Add(Task.Run(() => CallAsync(kind, due, sent)));
        }

        await Task.WhenAll(calls);
    }

    /// <summary>Sends one call outside of the load and records nothing.</summary>
    public Task<CallRecord> AskAsync(CallKind kind, JsonObject sent) => SendAsync(kind, _clock.Elapsed, sent);

    public async Task<JsonNode?> GetAsync(string path)
    {
        using var response = await _http.GetAsync(path);
        return Parsed(await response.Content.ReadAsStringAsync());
    }

    public void Dispose() => _http.Dispose();

    private static JsonNode? Parsed(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private (CallKind Kind, JsonObject Sent) Draw()
    {
        var number = _number++;
        var shopper = $"{_run}-{_random.Next(_options.Shoppers)}";
        switch (_random.Next(20))
        {
            case < 10:
                var type = Types[_random.Next(Types.Length)];
                var sent = new JsonObject
                {
                    ["event_id"] = $"{_run}-e{number}",
                    ["type"] = type,
                    ["user_id"] = shopper,
                    ["product_id"] = _products[_random.Next(_products.Count)],
                };
                if (type == "dwell")
                {
                    sent["context"] = new JsonObject { ["time_on_page"] = 45 };
                }

                return (CallKind.Track, sent);
            case < 16:
                return (CallKind.Search, new JsonObject { ["query"] = $"{Word()} {Word()} {_run}{number}", ["user_id"] = shopper });
            case < 18:
                return (CallKind.Decide, new JsonObject
                {
                    ["customer_id"] = shopper,
                    ["available_items"] = new JsonArray([.. Enumerable.Range(0, Offered).Select(_ => (JsonNode)_products[_random.Next(_products.Count)]).DistinctBy(item => item.GetValue<string>())]),
                    ["context"] = new JsonObject { ["device"] = "mobile" },
                });
            case 18:
                return (CallKind.Suggest, new JsonObject { ["q"] = Word()[..3], ["user_id"] = shopper });
            default:
                return (CallKind.Preferences, new JsonObject { ["user_id"] = shopper });
        }
    }

    private string Word() => _words[_random.Next(_words.Count)];

    private async Task CallAsync(CallKind kind, TimeSpan due, JsonObject sent) => Records.Add(await SendAsync(kind, due, sent));

    private async Task<CallRecord> SendAsync(CallKind kind, TimeSpan due, JsonObject sent)
    {
        try
        {
            using var request = Request(kind, sent);
            using var response = await _http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            return new CallRecord(kind, due, _clock.Elapsed - due, (int)response.StatusCode, response.Headers.RetryAfter is not null, Parsed(text), sent);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or IOException)
        {
            return new CallRecord(kind, due, _clock.Elapsed - due, 0, false, null, sent);
        }
    }

    private static HttpRequestMessage Request(CallKind kind, JsonObject sent) => kind switch
    {
        CallKind.Track => new(HttpMethod.Post, "/api/interactions/track") { Content = Json(sent) },
        CallKind.Decide => new(HttpMethod.Post, "/api/v1/personalize") { Content = Json(sent) },
        CallKind.Search => new(HttpMethod.Post, "/api/search/personalized") { Content = Json(sent) },
        CallKind.Suggest => new(HttpMethod.Get, $"/api/search/suggest?q={Text(sent, "q")}&user_id={Text(sent, "user_id")}"),
        _ => new(HttpMethod.Get, $"/api/users/{Text(sent, "user_id")}/preferences/live"),
    };

    private static string Text(JsonObject sent, string name) => Uri.EscapeDataString(sent[name]!.GetValue<string>());

    private static StringContent Json(JsonObject body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");
}
