using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using Personalization.Decisions.Api.Telemetry;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Deciding;
using Personalization.Decisions.Features;
using Personalization.Hosting.Resilience;

namespace Personalization.Decisions.Api.Scoring;

/// <summary>
/// Asks model servers for the rewards to expect of a call's items, all slots at once, in one budget. A server that is away, late, or answers something else
/// costs nothing but its budget: the slots' own models, which go on learning, decide. After a run of failures it is asked once a second.
/// </summary>
internal sealed partial class ModelServers(IHttpClientFactory clients, DecisionsInstruments instruments, TimeProvider time, ILogger<ModelServers> logger)
{
    /// <summary>Of the named client.</summary>
    public const string Client = "model-servers";

    private const int LongestAnswer = 1024 * 1024;

    private static readonly MediaTypeHeaderValue JsonType = new("application/json");

    private readonly ConcurrentDictionary<string, Breaker> _breakers = new(StringComparer.Ordinal);

    /// <summary>By slot, then by item: what its server expects; a slot that is not there has no answer.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>>?> ScoreAsync(
        DecideRequest request, Func<string, SlotSettings> settings, CancellationToken cancellationToken)
    {
        List<Task<(string Slot, IReadOnlyDictionary<string, double>? Scores)>>? calls = null;
        foreach (var slot in request.Slots)
        {
            if (settings(slot.Name) is { Scorer: { } scorer } of)
            {
                (calls ??= []).Add(ScoreAsync(scorer, of.Model, slot, request.Context, cancellationToken));
            }
        }

        return calls is null
            ? null
            : (await Task.WhenAll(calls)).Where(call => call.Scores is not null).ToDictionary(call => call.Slot, call => call.Scores!, StringComparer.Ordinal);
    }

    private async Task<(string Slot, IReadOnlyDictionary<string, double>? Scores)> ScoreAsync(
        ScorerOptions scorer, Models.ModelOptions model, DecideSlot slot, IReadOnlyList<NamedValue>? context, CancellationToken cancellationToken)
    {
        var breaker = _breakers.GetOrAdd(scorer.Url, _ => new Breaker(new BreakerOptions(), time));
        if (!breaker.TryEnter())
        {
            instruments.Scored("open");
            return (slot.Name, null);
        }

        using var limit = new CancellationTokenSource(scorer.Timeout > TimeSpan.Zero ? scorer.Timeout : ScorerOptions.UsualTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var scores = await AskAsync(scorer, Vectors(model, slot, context), both.Token);
            breaker.Succeeded();
            instruments.Scored("scored");
            return (slot.Name, slot.Items.Zip(scores).ToDictionary(pair => pair.First.Id, pair => pair.Second, StringComparer.Ordinal));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            breaker.TimedOut();
            instruments.Scored("late");
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or IOException)
        {
            breaker.Failed();
            instruments.Scored("failed");
            LogNotScored(slot.Name, exception.Message);
        }

        return (slot.Name, null);
    }

    private static double[][] Vectors(Models.ModelOptions model, DecideSlot slot, IReadOnlyList<NamedValue>? context)
    {
        var space = FeatureSpace.Of(model);
        return [.. slot.Items.Select(item => SlotDecider.Encode(space, context, item.Features))];
    }

    /// <summary>`{"signature_name"?, "instances": [[..], ..]}` to `{"predictions": [n | [n], ..]}`.</summary>
    private async Task<IReadOnlyList<double>> AskAsync(ScorerOptions scorer, double[][] vectors, CancellationToken cancellationToken)
    {
        var version = scorer.Version is { } number ? FormattableString.Invariant($"/versions/{number}") : "";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{scorer.Url.TrimEnd('/')}/v1/models/{Uri.EscapeDataString(scorer.Model)}{version}:predict")
        {
            Content = new ByteArrayContent(Write(scorer.Signature, vectors)) { Headers = { ContentType = JsonType } },
        };
        using var client = clients.CreateClient(Client);
        client.MaxResponseContentBufferSize = LongestAnswer;
        using var response = await client.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        if (answer.RootElement.ValueKind != JsonValueKind.Object || !answer.RootElement.TryGetProperty("predictions", out var predictions)
            || predictions.ValueKind != JsonValueKind.Array || predictions.GetArrayLength() != vectors.Length)
        {
            throw new JsonException($"The answer has no list of {vectors.Length} predictions.");
        }

        return [.. predictions.EnumerateArray().Select(Number)];
    }

    private static byte[] Write(string? signature, double[][] vectors)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            if (signature is not null)
            {
                json.WriteString("signature_name", signature);
            }

            json.WriteStartArray("instances");
            foreach (var vector in vectors)
            {
                json.WriteStartArray();
                foreach (var value in vector)
                {
                    json.WriteNumberValue(value);
                }

                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    /// <summary>A model with one output answers a number, or a row of one.</summary>
    private static double Number(JsonElement prediction)
    {
        var value = prediction.ValueKind == JsonValueKind.Array && prediction.GetArrayLength() == 1 ? prediction[0] : prediction;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw new JsonException("A prediction is no finite number.");
    }

    [LoggerMessage(EventId = EventIds.NotScored, Level = LogLevel.Warning, Message = "The model server of slot {Slot} gave no scores; the slot's own model decides: {Reason}")]
    private partial void LogNotScored(string slot, string reason);
}
