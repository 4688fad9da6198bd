using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using Personalization.Hostile.Documents;
using Personalization.Hostile.Requests;

namespace Personalization.Hostile.Running;

/// <summary>Drives a running storefront with generated requests, and judges every answer.</summary>
/// <param name="address">The public door.</param>
public sealed class HostileRun(Uri address) : IDisposable
{
    private const int NeighbourEvery = 50;
    private const int NeighbourTries = 60;

    /// <summary>One fault of one operation is told a few times, however often it was seen.</summary>
    private const int MostOfAKind = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
    })
    {
        Timeout = TimeSpan.FromSeconds(60),
    };

    /// <summary>Sent with every request; for doors that want a credential.</summary>
    public AuthenticationHeaderValue? Authorization { get; init; }

    public async Task<ApiDocument> ReadDocumentAsync(CancellationToken cancellationToken) =>
        ApiDocument.Parse(await _client.GetStringAsync(new Uri(address, "/openapi/v1.json"), cancellationToken));

    /// <param name="generator">Writes the requests.</param>
    /// <param name="judge">Judges the answers.</param>
    /// <param name="first">Number of the first request.</param>
    /// <param name="count">Requests: a longer run of the same seed begins with the shorter one.</param>
    /// <param name="parallelism">Requests under way at a time.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task<HostileReport> RunAsync(
        RequestGenerator generator, AnswerJudge judge, int first, int count, int parallelism, CancellationToken cancellationToken)
    {
        var counts = new ConcurrentDictionary<string, int>();
        var reached = new ConcurrentDictionary<string, bool>();
        var kinds = new ConcurrentDictionary<string, int>();
        var violations = new ConcurrentBag<(int Number, string Text)>();
        var (answered, lost) = (0, 0);
        await Parallel.ForEachAsync(
            Enumerable.Range(first, count),
            new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken },
            async (number, token) =>
            {
                var request = generator.Create(number);
                Answer answer;
                try
                {
                    answer = await SendAsync(request, token);
                }
                catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException && !token.IsCancellationRequested)
                {
                    violations.Add((number, $"no answer: {exception.Message} {exception.InnerException?.Message}\n  {request}"));
                    return;
                }

                Interlocked.Increment(ref answered);
                counts.AddOrUpdate($"{request.Intent} {answer.Status}", 1, static (_, known) => known + 1);
                if (answer.Status is >= 200 and < 300)
                {
                    reached[request.Operation.ToString()] = true;
                }

                if (judge.Fault(request, answer) is { } fault && kinds.AddOrUpdate($"{fault[..Math.Min(fault.Length, 40)]} {request.Operation}", 1, static (_, known) => known + 1) <= MostOfAKind)
                {
                    violations.Add((number, $"{fault}\n  {request}\n  -> {answer.Status} {Encoding.UTF8.GetString(answer.Body.AsSpan(0, Math.Min(answer.Body.Length, 400)))}"));
                }

                if (number % NeighbourEvery == 0 && !await IsNeighbourKeptAsync(number, token))
                {
                    Interlocked.Increment(ref lost);
                }
            });
        return new HostileReport
        {
            Answered = answered,
            Counts = counts,
            Reached = reached.Keys.ToHashSet(),
            Violations = [.. violations.OrderBy(violation => violation.Number).Select(violation => violation.Text)],
            LostNeighbours = lost,
        };
    }

    public void Dispose() => _client.Dispose();

    /// <summary>A system short of time takes an event into memory alone, or asks to come again: its sender does.</summary>
    private async Task<bool> IsNeighbourKeptAsync(int number, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/api/interactions/track"))
            {
                Content = new StringContent($$"""{"event_id":"neighbour-{{number}}","type":"click","user_id":"neighbour","product_id":"p1"}""", Encoding.UTF8, "application/json"),
            };
            message.Headers.Authorization = Authorization;
            using var answer = await _client.SendAsync(message, cancellationToken);
            if ((int)answer.StatusCode is not (202 or 503) || tries == NeighbourTries)
            {
                return (int)answer.StatusCode == 200;
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    private async Task<Answer> SendAsync(HostileRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(
            new HttpMethod(request.Method),
            new Uri(address.GetLeftPart(UriPartial.Authority) + request.Target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (request.Body is not null)
        {
            message.Content = new ByteArrayContent(request.Body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        foreach (var (name, value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        message.Headers.Authorization = Authorization;
        using var answer = await _client.SendAsync(message, HttpCompletionOption.ResponseContentRead, cancellationToken);
        return new Answer(
            (int)answer.StatusCode,
            answer.Content.Headers.ContentType?.MediaType,
            answer.Headers.RetryAfter is not null,
            await answer.Content.ReadAsByteArrayAsync(cancellationToken));
    }
}
