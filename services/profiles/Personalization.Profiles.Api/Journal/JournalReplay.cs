using Microsoft.Extensions.Options;
using Personalization.Profiles.Api.Outbox;
using Personalization.Profiles.Api.Shoppers;
using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Api.Journal;

/// <summary>Asks each actor with pending entries to commit them, until the store takes them.</summary>
internal sealed partial class JournalReplay(
    InteractionJournal journal,
    IShopperCalls shoppers,
    StoreGate gate,
    IOptions<ProfilesOptions> options,
    TimeProvider clock,
    ILogger<JournalReplay> logger) : BackgroundService
{
    /// <summary>Merges of merges. A longer chain is a cycle.</summary>
    private const int MostMoves = 16;

    /// <summary>In one call to the shopper behind an alias.</summary>
    private const int MostEvents = 128;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.JournalReplay, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (journal.Depth > 0)
            {
                await ReplayAllAsync(stoppingToken);
            }
        }
    }

    internal async Task ReplayAllAsync(CancellationToken cancellationToken)
    {
        var replayed = 0;
        foreach (var actorId in journal.Actors())
        {
            try
            {
                if (await ReplayAsync(actorId, cancellationToken))
                {
                    replayed++;
                }
                else if (gate.IsClosed)
                {
                    break;
                }
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                // The loop's edge: whatever went wrong, the entries are still there and the next round tries again.
                LogReplayFailed(logger, failure.GetType().Name, journal.Depth);
                break;
            }
        }

        if (replayed > 0)
        {
            LogReplayed(logger, replayed, journal.Depth);
        }
    }

    /// <summary>False while the store stays away, or this shopper's outbox is full: others need not wait for that.</summary>
    private async Task<bool> ReplayAsync(string actorId, CancellationToken cancellationToken)
    {
        var reply = await shoppers.ReplayAsync(actorId, cancellationToken);
        if (reply.MovedTo is not { } target)
        {
            return reply.Committed;
        }

        // The shopper was merged meanwhile: what it did belongs to the target now.
        for (var moves = 0; moves < MostMoves;)
        {
            var pending = journal.Pending(actorId);
            if (pending.IsEmpty)
            {
                return true;
            }

            var events = new TrackRequest { Events = EventSlice.Of(pending.Select(entry => entry.Interaction), MostEvents) };
            var forwarded = await shoppers.TrackAsync(target, events, cancellationToken);
            if (forwarded.MovedTo is { } next)
            {
                target = next;
                moves++;
            }
            else if (forwarded.Results.All(result => result.Accepted))
            {
                journal.Remove(actorId, pending[events.Events.Count - 1].Number);
            }
            else
            {
                return false;
            }
        }

        return false;
    }
}
