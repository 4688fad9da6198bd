using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Api.Outbox;

/// <summary>
/// The committed and unpublished events of one active actor: filled by its turns, emptied by the publisher, so safe to use from any thread.
/// </summary>
internal sealed class OutboxLedger
{
    /// <summary>
    /// With so much waiting a shopper has no room for more, and so much goes into one request. A sidecar takes bodies of 4 MiB: an event may
    /// be 1 MiB and travels about twice, as a whole and as its context, and has to fit in beside what waits.
    /// </summary>
    public const int MostBytes = 1024 * 1024;

    private const int BytesWithoutTexts = 1024;

    private readonly Lock _lock = new();
    private readonly LinkedList<(InteractionRecorded Recorded, int Bytes)> _waiting = new();
    private long _bytes;
    private TaskCompletionSource? _changed;
    private bool _queued;
    private ActivityContext _trace;

    /// <summary>The trace of the turn that last committed events; none without one.</summary>
    public ActivityContext Trace
    {
        get
        {
            lock (_lock)
            {
                return _trace;
            }
        }
    }

    /// <summary>Events not yet published.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>So large are those that wait that no more can be committed beside them.</summary>
    public bool IsHeavy
    {
        get
        {
            lock (_lock)
            {
                return _bytes >= MostBytes;
            }
        }
    }

    /// <summary>About what an event takes in a request.</summary>
    public static int Bytes(JsonElement? raw, JsonElement? context) => BytesWithoutTexts + Length(raw) + Length(context);

    public void Add(IEnumerable<InteractionRecorded> events)
    {
        lock (_lock)
        {
            foreach (var recorded in events)
            {
                var bytes = Bytes(recorded.Raw, recorded.Context);
                _waiting.AddLast((recorded, bytes));
                _bytes += bytes;
            }
        }
    }

    /// <summary>All that is not yet published, oldest first.</summary>
    public IReadOnlyList<InteractionRecorded> Waiting()
    {
        lock (_lock)
        {
            return [.. _waiting.Select(entry => entry.Recorded)];
        }
    }

    /// <summary>True when the ledger was not queued for publication before: the caller queues it.</summary>
    /// <param name="trace">The trace of the turn that asks; null when the publisher does.</param>
    public bool TryQueue(ActivityContext? trace)
    {
        lock (_lock)
        {
            _trace = trace ?? _trace;
            if (_queued || _waiting.Count == 0)
            {
                return false;
            }

            return _queued = true;
        }
    }

    /// <summary>The oldest events, for publication: at least one, then as many and as large as one request takes. They stay until <see cref="Confirm"/>.</summary>
    public IReadOnlyList<InteractionRecorded> Peek(int most, ref long room)
    {
        List<InteractionRecorded> oldest = [];
        lock (_lock)
        {
            foreach (var (recorded, bytes) in _waiting)
            {
                if (oldest.Count > 0 && (oldest.Count == most || bytes > room))
                {
                    break;
                }

                oldest.Add(recorded);
                room -= bytes;
            }
        }

        return oldest;
    }

    /// <summary>Removes the oldest events, which were published, and leaves the queue.</summary>
    public void Confirm(int published)
    {
        TaskCompletionSource? changed;
        lock (_lock)
        {
            for (; published > 0; published--)
            {
                _bytes -= _waiting.First!.Value.Bytes;
                _waiting.RemoveFirst();
            }

            _queued = false;
            changed = _changed;
            _changed = null;
        }

        changed?.TrySetResult();
    }

    /// <summary>Completes when fewer than <paramref name="limit"/> wait and there is room for more; false when that took too long.</summary>
    public async Task<bool> WaitBelowAsync(int limit, TimeSpan patience, TimeProvider clock)
    {
        using var deadline = new CancellationTokenSource(patience, clock);
        while (true)
        {
            Task next;
            lock (_lock)
            {
                if (_waiting.Count < limit && _bytes < MostBytes)
                {
                    return true;
                }

                _changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                next = _changed.Task;
            }

            try
            {
                await next.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }

    private static int Length(JsonElement? element) => element is { ValueKind: not JsonValueKind.Undefined } value ? JsonMarshal.GetRawUtf8Value(value).Length : 0;
}
