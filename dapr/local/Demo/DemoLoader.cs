using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Personalization.Local.Logs;

namespace Personalization.Local.Demo;

/// <summary>
/// Fills an empty system with the demo shop through the public API, once for a data folder: the catalogue, then the shoppers' histories, then the
/// catalogue's last products: an import freezes popularity, so the shop opens with what its shoppers buy in front.
/// Cut short it begins again: an import of the same products changes nothing, and the event ids of the file make repeats duplicates.
/// </summary>
internal sealed class DemoLoader(HttpClient http, Uri publicUrl, string folder, string marker, LauncherConsole console, TimeProvider clock)
{
    private const int BatchSize = 1000;
    private const int BatchesAtATime = 4;
    private const int Attempts = 20;

    private static readonly MediaTypeHeaderValue Ndjson = new("application/x-ndjson");
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private string Catalogue => Path.Combine(folder, "catalogue.ndjson.gz");

    private string Interactions => Path.Combine(folder, "interactions.ndjson.gz");

    /// <exception cref="LauncherException">The system refuses the demo shop.</exception>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        if (File.Exists(marker) || !File.Exists(Catalogue))
        {
            return;
        }

        var begun = clock.GetTimestamp();
        console.Line("loading the demo shop's catalogue ...");
        var (first, last) = await DemoCatalogue.ReadAsync(Catalogue, cancellation).ConfigureAwait(false);
        var products = await ImportAsync(first, cancellation).ConfigureAwait(false);
        var events = 0L;
        if (File.Exists(Interactions))
        {
            events = await ReplayInteractionsAsync(cancellation).ConfigureAwait(false);
            await WaitUntilHeardAsync(events, cancellation).ConfigureAwait(false);
        }

        products += await ImportAsync(last, cancellation).ConfigureAwait(false);
        await File.WriteAllTextAsync(marker, $"{{\"products\":{products},\"events\":{events}}}\n", cancellation).ConfigureAwait(false);
        console.Line($"demo shop loaded: {products} products, {events} events in {clock.GetElapsedTime(begun).TotalSeconds:0.0} s");
    }

    /// <summary>The services that listen to interactions get them behind the answers; waits until the one that can be asked has most of them, for a while.</summary>
    private async Task WaitUntilHeardAsync(long events, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            using var response = await TrySendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(publicUrl, "/api/analytics/events")), cancellation).ConfigureAwait(false);
            if (response is { IsSuccessStatusCode: true })
            {
                using var counts = await ReadAsync(response, cancellation).ConfigureAwait(false);
                if (counts.RootElement.GetProperty("count").GetInt64() >= events)
                {
                    return;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(150), clock, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<long> ImportAsync(byte[] products, CancellationToken cancellation)
    {
        using var accepted = await SendAsync("/api/catalog/import?mode=upsert", Catalogue, () => Compressed(products), cancellation).ConfigureAwait(false);
        var statusUrl = new Uri(publicUrl, accepted.RootElement.GetProperty("status_url").GetString()!);
        while (true)
        {
            using var status = await GetAsync(statusUrl, cancellation).ConfigureAwait(false);
            switch (status.RootElement.GetProperty("state").GetString())
            {
                case "done":
                    WarnOfRejected(status.RootElement);
                    return status.RootElement.GetProperty("read").GetInt64();
                case "failed":
                    throw new LauncherException($"The demo catalogue was not imported: {status.RootElement}");
                default:
                    await Task.Delay(TimeSpan.FromMilliseconds(100), clock, cancellation).ConfigureAwait(false);
                    break;
            }
        }
    }

    private void WarnOfRejected(JsonElement status)
    {
        if (status.TryGetProperty("rejected", out var rejected) && rejected.GetInt64() > 0)
        {
            console.Warning($"{rejected} lines of the demo catalogue were rejected: {status.GetProperty("errors")}");
        }
    }

    private static ByteArrayContent Compressed(byte[] products)
    {
        var content = new ByteArrayContent(products);
        content.Headers.ContentType = Ndjson;
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }

    private async Task<long> ReplayInteractionsAsync(CancellationToken cancellation)
    {
        var shift = await DemoShift.ReadAsync(Interactions, clock.GetUtcNow(), cancellation).ConfigureAwait(false);
        console.Line($"loading the demo shoppers' histories ({shift.Events} events) ...");
        var sent = 0L;
        var refused = 0L;
        var said = clock.GetTimestamp();
        using var oneAtATime = new SemaphoreSlim(1);
        await Parallel.ForEachAsync(
            shift.BatchesAsync(Interactions, BatchSize, cancellation),
            new ParallelOptions { MaxDegreeOfParallelism = BatchesAtATime, CancellationToken = cancellation },
            async (batch, token) =>
            {
                Interlocked.Add(ref refused, await TrackAsync(batch, token).ConfigureAwait(false));
                var total = Interlocked.Add(ref sent, batch.Events);
                await oneAtATime.WaitAsync(token).ConfigureAwait(false);
                if (clock.GetElapsedTime(said) > TimeSpan.FromSeconds(2))
                {
                    said = clock.GetTimestamp();
                    console.Line($"  {total} of {shift.Events} events");
                }

                oneAtATime.Release();
            }).ConfigureAwait(false);
        if (refused > 0)
        {
            console.Warning($"{refused} events of the demo shop were refused");
        }

        return sent - refused;
    }

    /// <summary>Sends a batch again while a part of it is answered "later" (what was taken is a duplicate then); returns how many events were refused.</summary>
    private async Task<long> TrackAsync(DemoBatch batch, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var answer = await SendAsync("/api/interactions/track/batch", Interactions, () => Body(batch), cancellation).ConfigureAwait(false);
            var statuses = answer.RootElement.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("status").GetInt32()).ToList();
            if (attempt == Attempts || !statuses.Exists(status => status is (int)HttpStatusCode.ServiceUnavailable or (int)HttpStatusCode.TooManyRequests))
            {
                return statuses.Count(status => status >= 300);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), clock, cancellation).ConfigureAwait(false);
        }
    }

    private static ByteArrayContent Body(DemoBatch batch)
    {
        var content = new ByteArrayContent(batch.Json);
        content.Headers.ContentType = Json;
        return content;
    }

    private Task<JsonDocument> SendAsync(string path, string what, Func<HttpContent> content, CancellationToken cancellation)
    {
        var url = new Uri(publicUrl, path);
        return AskAsync(() => new HttpRequestMessage(HttpMethod.Post, url) { Content = content() }, $"POST {path} with {what}", cancellation);
    }

    private Task<JsonDocument> GetAsync(Uri url, CancellationToken cancellation) =>
        AskAsync(() => new HttpRequestMessage(HttpMethod.Get, url), $"GET {url.PathAndQuery}", cancellation);

    /// <summary>Asks again, for about half a minute, while the answer is "later" or none.</summary>
    /// <exception cref="LauncherException">Refused, or still no answer.</exception>
    private async Task<JsonDocument> AskAsync(Func<HttpRequestMessage> question, string what, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = question();
            using var response = await TrySendAsync(request, cancellation).ConfigureAwait(false);
            if (response is { IsSuccessStatusCode: true })
            {
                return await ReadAsync(response, cancellation).ConfigureAwait(false);
            }

            var mayRecover = response is null || response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests;
            if (!mayRecover || attempt == Attempts)
            {
                var answer = response is null ? "no answer" : $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false)}";
                throw new LauncherException($"The demo shop could not be loaded: {what}: {answer}. The next start tries again; --no-demo starts without it.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250 * Math.Min(attempt, 8)), clock, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<HttpResponseMessage?> TrySendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await http.SendAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task<JsonDocument> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        return await JsonDocument.ParseAsync(stream, cancellationToken: cancellation).ConfigureAwait(false);
    }
}
