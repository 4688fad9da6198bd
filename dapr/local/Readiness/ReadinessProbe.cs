namespace Personalization.Local.Readiness;

/// <summary>Asks a URL until it answers with success.</summary>
internal sealed class ReadinessProbe(HttpClient http, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns null when the URL answered 2xx, else (at the deadline) what it answered last.</summary>
    public async Task<string?> WaitAsync(Uri url, DateTimeOffset deadline, CancellationToken cancellation)
    {
        while (true)
        {
            var answer = await AskAsync(url, cancellation).ConfigureAwait(false);
            if (answer is null || clock.GetUtcNow() >= deadline)
            {
                return answer;
            }

            await Task.Delay(Interval, clock, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<string?> AskAsync(Uri url, CancellationToken cancellation)
    {
        try
        {
            using var response = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
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
