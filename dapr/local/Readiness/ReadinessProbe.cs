namespace Personalization.Local.Readiness;

/// <summary>Asks a URL until it answers with success.</summary>
internal sealed class ReadinessProbe(HttpClient http, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns null when the URL answered 2xx, else (at the deadline) what it answered last.</summary>
    /// <param name="url">What to ask.</param>
    /// <param name="version">The HTTP version it speaks.</param>
    /// <param name="deadline">When to give up.</param>
    /// <param name="cancellation">Ends the asking.</param>
    public async Task<string?> WaitAsync(Uri url, Version version, DateTimeOffset deadline, CancellationToken cancellation)
    {
        while (true)
        {
            var answer = await AskAsync(url, version, cancellation).ConfigureAwait(false);
            if (answer is null || clock.GetUtcNow() >= deadline)
            {
                return answer;
            }

            await Task.Delay(Interval, clock, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<string?> AskAsync(Uri url, Version version, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url) { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? null : $"answers {(int)response.StatusCode}";
        }
        catch (HttpRequestException)
        {
            return "does not answer";
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return "does not answer in time";
        }
    }
}
