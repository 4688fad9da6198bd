using System.Threading.Channels;
using Personalization.Grpc.DurableTask;

namespace Personalization.Sidecar.Workflows.Work;

/// <summary>
/// Work that waits for a worker, and work that workers have. Each connected worker has so many pieces at most; those of a worker that is gone are given
/// out again. Nothing here is durable: what is to be done is in the store, and this is filled from it.
/// </summary>
internal sealed class WorkQueue
{
    // Together less than what the JavaScript worker takes before it drops work: 10 at hand and 100 waiting.
    private const int TurnsAtOnce = 32;
    private const int ActivitiesAtOnce = 72;

    private readonly Channel<WorkKey> _turns = Channel.CreateUnbounded<WorkKey>();
    private readonly Channel<WorkKey> _activities = Channel.CreateUnbounded<WorkKey>();
    private readonly Lock _gate = new();
    private readonly Dictionary<WorkKey, List<GivenWork>> _given = [];
    private int _workers;

    /// <summary>Workers connected.</summary>
    public int Workers => Volatile.Read(ref _workers);

    /// <summary>Puts work in, for whichever worker is free first.</summary>
    public void Add(WorkKey key) => (key.Task is null ? _turns : _activities).Writer.TryWrite(key);

    /// <summary>Gives work to one connected worker until it is gone or the token fires.</summary>
    /// <param name="build">Makes a piece of work; null: there is nothing to do any more.</param>
    /// <param name="send">Sends it to the worker.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ServeAsync(Func<WorkKey, Task<WorkItem?>> build, Func<WorkItem, CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var worker = new ConnectedWorker(TurnsAtOnce, ActivitiesAtOnce);
        Interlocked.Increment(ref _workers);
        var turns = PumpAsync(_turns, worker, worker.Turns, build, send, ending.Token);
        var activities = PumpAsync(_activities, worker, worker.Activities, build, send, ending.Token);
        try
        {
            await await Task.WhenAny(turns, activities);
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(turns, activities).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Interlocked.Decrement(ref _workers);
            foreach (var key in TakeBack(worker))
            {
                Add(key);
            }
        }
    }

    /// <summary>A worker answered.</summary>
    /// <param name="key">The piece of work.</param>
    /// <param name="token">What came with it; empty from workers that do not know tokens.</param>
    /// <returns>The token of the work that was answered, as far as it is known.</returns>
    public string Answered(WorkKey key, string token)
    {
        GivenWork? given;
        lock (_gate)
        {
            if (!_given.TryGetValue(key, out var pieces))
            {
                return token;
            }

            // Without a token it is the oldest: an answer that is late must not be taken for one to what was asked later.
            given = pieces.Find(piece => token.Length == 0 || piece.Token == token);
            if (given is null)
            {
                return token;
            }

            Remove(key, pieces, given);
        }

        given.Slots.Release();
        return given.Token;
    }

    private async Task PumpAsync(
        Channel<WorkKey> waiting,
        ConnectedWorker worker,
        SemaphoreSlim slots,
        Func<WorkKey, Task<WorkItem?>> build,
        Func<WorkItem, CancellationToken, Task> send,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            await slots.WaitAsync(cancellationToken);
            WorkKey key;
            try
            {
                key = await waiting.Reader.ReadAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                slots.Release();
                throw;
            }

            WorkItem? item;
            try
            {
                item = await build(key);
            }
            catch
            {
                Add(key);
                slots.Release();
                throw;
            }

            if (item is null)
            {
                slots.Release();
                continue;
            }

            Give(key, new GivenWork(worker, slots, item.CompletionToken));
            await send(item, cancellationToken);
        }
    }

    private void Give(WorkKey key, GivenWork work)
    {
        lock (_gate)
        {
            if (!_given.TryGetValue(key, out var pieces))
            {
                _given.Add(key, pieces = []);
            }

            pieces.Add(work);
        }
    }

    private List<WorkKey> TakeBack(ConnectedWorker worker)
    {
        lock (_gate)
        {
            var back = _given.Where(given => given.Value.Exists(piece => piece.Worker == worker)).Select(given => given.Key).ToList();
            foreach (var key in back)
            {
                var pieces = _given[key];
                if (pieces.RemoveAll(piece => piece.Worker == worker) > 0 && pieces.Count == 0)
                {
                    _given.Remove(key);
                }
            }

            return back;
        }
    }

    private void Remove(WorkKey key, List<GivenWork> pieces, GivenWork work)
    {
        pieces.Remove(work);
        if (pieces.Count == 0)
        {
            _given.Remove(key);
        }
    }
}
