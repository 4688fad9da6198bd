using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Personalization.Profiles.Api.Telemetry;
using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Api.Outbox;

/// <summary>Publishes what turns committed, right after the commit, many shoppers' events in one request; tries again until the broker takes them.</summary>
internal sealed partial class OutboxPublisher(
    IInteractionPublisher publisher,
    ProfilesInstruments instruments,
    IOptions<ProfilesOptions> options,
    TimeProvider clock,
    ILogger<OutboxPublisher> logger) : BackgroundService
{
    private const int MostEvents = 100;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Channel<OutboxLedger> _queue = Channel.CreateUnbounded<OutboxLedger>();

    private volatile bool _isAway;
    private int _asking;
    private long _heard;

    /// <summary>How long it makes sense to wait for room in an outbox.</summary>
    public TimeSpan Patience => _isAway ? options.Value.OutboxPatienceWhenAway : options.Value.OutboxPatience;

    /// <summary>The broker is away, or is asked and has taken nothing for longer than an answer can wait: what is committed now may have to wait.</summary>
    public bool IsSlow => _isAway || (Volatile.Read(ref _asking) > 0 && clock.GetElapsedTime(Volatile.Read(ref _heard)) > options.Value.PublishPatience);

    /// <summary>True since the broker last took nothing.</summary>
    public bool IsAway => _isAway;

    /// <summary>Queues an actor's ledger; one that waits already is not queued twice.</summary>
    public void Enqueue(OutboxLedger ledger) => Enqueue(ledger, Activity.Current?.Context ?? default(ActivityContext));

    private void Enqueue(OutboxLedger ledger, ActivityContext? trace)
    {
        if (ledger.TryQueue(trace))
        {
            _queue.Writer.TryWrite(ledger);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, options.Value.Publishers).Select(_ => WorkAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (await _queue.Reader.WaitToReadAsync(cancellationToken))
        {
            var batch = new List<(OutboxLedger Ledger, int Count)>();
            var events = new List<InteractionRecorded>();
            long room = OutboxLedger.MostBytes;
            while (events.Count < MostEvents && room > 0 && _queue.Reader.TryRead(out var ledger))
            {
                var waiting = ledger.Peek(MostEvents - events.Count, ref room);
                batch.Add((ledger, waiting.Count));
                events.AddRange(waiting);
            }

            if (await TryPublishAsync(events, [.. batch.Select(entry => entry.Ledger.Trace)], cancellationToken))
            {
                pause = FirstPause;
                Confirm(batch, published: true);
                continue;
            }

            await Task.Delay(pause, clock, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            Confirm(batch, published: false);
        }
    }

    private async Task<bool> TryPublishAsync(List<InteractionRecorded> events, IReadOnlyCollection<ActivityContext> turns, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
        {
            return true;
        }

        try
        {
            using var activity = ProfilesActivities.StartPublishing(turns);
            if (Interlocked.Increment(ref _asking) == 1)
            {
                Volatile.Write(ref _heard, clock.GetTimestamp());
            }

            try
            {
                await publisher.PublishAsync(events, cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref _asking);
            }

            Volatile.Write(ref _heard, clock.GetTimestamp());
            instruments.Published(events.Count);
            _isAway = false;
            return true;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // The loop's edge: the events stay in the ledger and in the state, and are tried again.
            instruments.PublishFailed();
            _isAway = true;
            LogPublishFailed(logger, events.Count, failure.GetType().Name);
            return false;
        }
    }

    private void Confirm(List<(OutboxLedger Ledger, int Count)> batch, bool published)
    {
        foreach (var (ledger, count) in batch)
        {
            ledger.Confirm(published ? count : 0);
            if (published)
            {
                instruments.Backlog(-count);
            }

            Enqueue(ledger, trace: null);
        }
    }
}
