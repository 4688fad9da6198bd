using Microsoft.Extensions.Logging;

namespace Personalization.Hosting.Tokens;

/// <summary>
/// Keys of a JWKS that lies elsewhere: kept, fetched anew when they are old or a token names another, at most once in
/// <see cref="TokenOptions.FetchInterval"/> however many ask, and kept on for <see cref="TokenOptions.StaleFor"/> while the source fails.
/// </summary>
/// <param name="fetchAsync">Reads the document; null: unchanged since the last time.</param>
internal sealed partial class FetchedKeys(
    Func<CancellationToken, Task<byte[]?>> fetchAsync, TokenOptions options, TimeProvider time, ILogger logger) : IKeySource
{
    private readonly Lock _gate = new();
    private State _state = new(null, null, null);
    private Task? _fetch;

    public async ValueTask<KeySet?> GetAsync(CancellationToken cancellationToken)
    {
        var state = Volatile.Read(ref _state);
        if (Usable(state) is not { } keys)
        {
            await FetchAsync().WaitAsync(cancellationToken);
            return Usable(Volatile.Read(ref _state));
        }

        if (time.GetElapsedTime(state.FetchedAt!.Value) >= options.KeysFor)
        {
            // Old, and still good: nobody waits for the next ones.
            _ = FetchAsync();
        }

        return keys;
    }

    public async ValueTask<KeySet?> RefreshAsync(CancellationToken cancellationToken)
    {
        await FetchAsync().WaitAsync(cancellationToken);
        return Usable(Volatile.Read(ref _state));
    }

    private KeySet? Usable(State state) =>
        state.FetchedAt is { } fetched && time.GetElapsedTime(fetched) < options.KeysFor + options.StaleFor ? state.Keys : null;

    /// <summary>The fetch that is under way, a new one, or none when the last was a moment ago.</summary>
    private Task FetchAsync()
    {
        lock (_gate)
        {
            if (_fetch is { IsCompleted: false })
            {
                return _fetch;
            }

            if (_state.TriedAt is { } tried && time.GetElapsedTime(tried) < options.FetchInterval)
            {
                return Task.CompletedTask;
            }

            _state = _state with { TriedAt = time.GetTimestamp() };

            // Not the caller's token: others wait for the same fetch.
            return _fetch = Task.Run(() => FetchOnceAsync(CancellationToken.None));
        }
    }

    private async Task FetchOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            var fetched = await fetchAsync(cancellationToken) is { } json ? Jwks.Parse(json) : null;
            lock (_gate)
            {
                _state = _state with { Keys = fetched ?? _state.Keys, FetchedAt = time.GetTimestamp() };
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or UnauthorizedAccessException or FormatException or OperationCanceledException)
        {
            LogNotFetched(exception);
        }
    }

    [LoggerMessage(EventId = 9101, Level = LogLevel.Warning, Message = "The keys of tokens could not be fetched; those at hand stay for now")]
    private partial void LogNotFetched(Exception exception);

    private sealed record State(KeySet? Keys, long? FetchedAt, long? TriedAt);
}
