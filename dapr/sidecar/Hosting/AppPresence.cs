namespace Personalization.Sidecar.Hosting;

/// <summary>
/// Whether the app is there to be given messages. While it is away (restarting, killed) deliveries wait: its absence must not use
/// up a message's retries and send it to the dead letters.
/// </summary>
/// <param name="options">Where the app listens.</param>
/// <param name="time">Clock.</param>
/// <param name="lifetime">Fires when the sidecar stops.</param>
internal sealed class AppPresence(AppOptions options, TimeProvider time, CancellationToken lifetime)
{
    private readonly Lock _gate = new();
    private Task _back = Task.CompletedTask;

    /// <summary>Completes when the app is there, as far as is known.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _back.IsCompleted ? Task.CompletedTask : _back.WaitAsync(cancellationToken);
        }
    }

    /// <summary>A call got no answer: find out, dialling until the app accepts.</summary>
    public Task SuspectAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_back.IsCompleted)
            {
                // The dialling serves every delivery, so no single one may cancel it.
                _back = AppPort.WaitUntilAcceptsAsync(options.AppChannelAddress, options.AppPort ?? 0, time, lifetime);
            }

            return _back.WaitAsync(cancellationToken);
        }
    }
}
