namespace Personalization.Grpc.Client;

/// <summary>What ends a call from this side: its timeout, its caller, or its being disposed.</summary>
internal sealed class GrpcLimit : IDisposable
{
    private readonly CancellationTokenSource? _deadline;
    private readonly CancellationTokenSource? _either;
    private readonly CancellationToken _caller;

    /// <param name="timeout">Null: no timeout.</param>
    /// <param name="time">Measures the timeout.</param>
    /// <param name="caller">The caller's token.</param>
    /// <param name="alwaysOwn">The call can be ended by <see cref="Cancel"/>.</param>
    public GrpcLimit(TimeSpan? timeout, TimeProvider time, CancellationToken caller, bool alwaysOwn = false)
    {
        _caller = caller;
        Token = caller;
        if (timeout is { } span)
        {
            _deadline = new CancellationTokenSource(span > TimeSpan.Zero ? span : TimeSpan.Zero, time);
        }

        if (timeout is not null || alwaysOwn)
        {
            _either = CancellationTokenSource.CreateLinkedTokenSource(_deadline?.Token ?? CancellationToken.None, caller);
            Token = _either.Token;
        }
    }

    public CancellationToken Token { get; }

    public CancellationToken Caller => _caller;

    public bool IsDeadlineOver => _deadline?.IsCancellationRequested ?? false;

    public void Cancel() => _either?.Cancel();

    public void Dispose()
    {
        _either?.Dispose();
        _deadline?.Dispose();
    }
}
