using Microsoft.Extensions.Options;
using Personalization.Profiles.Api.Shoppers;

namespace Personalization.Profiles.Api.Outbox;

/// <summary>
/// Empties the stored outboxes of shoppers who went quiet, so that what is published is not published again when their actors are loaded next. Few at a
/// time: it can wait, and what is left undone costs a repeat that consumers know. A reminder is not needed for it.
/// </summary>
internal sealed class OutboxTidying(IShopperCalls shoppers, IOptions<ProfilesOptions> options, TimeProvider clock) : BackgroundService
{
    /// <summary>Beyond it shoppers are left for their next event.</summary>
    private const int MostWaiting = 100_000;

    private const int AtATime = 2;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Queue<(string ActorId, long Since)> _waiting = new();

    /// <summary>Looks at the shopper after <see cref="ProfilesOptions.SweepDue"/>, and again until it was quiet for long enough.</summary>
    public void Add(string actorId)
    {
        lock (_lock)
        {
            if (_waiting.Count < MostWaiting)
            {
                _waiting.Enqueue((actorId, clock.GetTimestamp()));
            }
        }
    }

    /// <summary>Looks at those whose time has come.</summary>
    internal Task TidyAsync(CancellationToken cancellationToken) => Parallel.ForEachAsync(
        Due(),
        new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
        async (actorId, token) =>
        {
            if (!await TryTidyAsync(actorId, token))
            {
                Add(actorId);
            }
        });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TidyAsync(stoppingToken);
        }
    }

    private IEnumerable<string> Due()
    {
        while (true)
        {
            string actorId;
            lock (_lock)
            {
                if (!_waiting.TryPeek(out var first) || clock.GetElapsedTime(first.Since) < options.Value.SweepDue)
                {
                    yield break;
                }

                actorId = _waiting.Dequeue().ActorId;
            }

            yield return actorId;
        }
    }

    private async Task<bool> TryTidyAsync(string actorId, CancellationToken cancellationToken)
    {
        try
        {
            return await shoppers.TidyAsync(actorId, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The loop's edge: the sidecar or the store is away.
            return false;
        }
    }
}
