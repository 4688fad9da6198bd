namespace Personalization.Storefront.Api.Interactions;

/// <summary>
/// Lets a few writes go at a time, so that a burst of them leaves room for what shoppers wait for. A write that takes long waits for a disk or another
/// process and costs nothing meanwhile: its turn ends, and a store that hangs is met by as many writes as come, not by the first few alone.
/// </summary>
/// <param name="atOnce">Writes that have a turn at the same time.</param>
/// <param name="longest">When a turn ends though its write has not.</param>
/// <param name="time">The clock.</param>
internal sealed class WriteTurns(int atOnce, TimeSpan longest, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _free = new(atOnce);

    /// <exception cref="OperationCanceledException">No turn came until it was cancelled.</exception>
    public async Task<T> TakeAsync<T>(Func<Task<T>> write, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        using var turn = new Turn(_free, longest, time);
        return await write();
    }

    public void Dispose() => _free.Dispose();

    private sealed class Turn : IDisposable
    {
        private readonly ITimer _limit;
        private SemaphoreSlim? _taken;

        public Turn(SemaphoreSlim taken, TimeSpan longest, TimeProvider time)
        {
            _taken = taken;
            _limit = time.CreateTimer(static turn => ((Turn)turn!).End(), this, longest, Timeout.InfiniteTimeSpan);
        }

        public void Dispose()
        {
            _limit.Dispose();
            End();
        }

        private void End()
        {
            try
            {
                Interlocked.Exchange(ref _taken, null)?.Release();
            }
            catch (ObjectDisposedException)
            {
                // The process ends, and nobody waits for a turn any more.
            }
        }
    }
}
