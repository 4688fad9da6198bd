namespace Personalization.Storefront.Api.Live;

/// <summary>One connection. It keeps no queue: whatever is not sent yet is replaced by what is newer, so a slow client costs one message of memory.</summary>
internal sealed class LiveListener(string connectionId, Func<string, LiveChange, Task> sendAsync) : IDisposable
{
    private readonly Lock _lock = new();
    private string? _next;
    private bool _sending;

    /// <summary>The actor id it listens to; null before it subscribed. Guarded by the registry.</summary>
    public string? Shopper { get; set; }

    /// <summary>Ends the connection with its token; null where no token was asked for.</summary>
    public ITimer? End { get; init; }

    public void Dispose() => End?.Dispose();

    /// <summary>Returns at once.</summary>
    public void Tell(string version)
    {
        lock (_lock)
        {
            _next = version;
            if (_sending)
            {
                return;
            }

            _sending = true;
        }

        _ = SendAsync();
    }

    private async Task SendAsync()
    {
        while (Next() is { } version)
        {
            try
            {
                await sendAsync(connectionId, new LiveChange(version));
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException or InvalidOperationException)
            {
                // The connection ended while it was written to. Its page connects again and looks.
            }
        }
    }

    private string? Next()
    {
        lock (_lock)
        {
            var next = _next;
            _next = null;
            _sending = next is not null;
            return next;
        }
    }
}
