using Personalization.Profiles.Api.Shoppers;

namespace Personalization.Profiles.Api.Outbox;

/// <summary>After a start: looks once at every actor that the former process on this machine had armed, so that what it left unpublished goes out now.</summary>
internal sealed partial class LeftoverSweep(ArmedHints hints, IShopperCalls shoppers, TimeProvider clock, ILogger<LeftoverSweep> logger) : BackgroundService
{
    private const int AtATime = 4;
    private const int Attempts = 150;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (hints.Leftovers.Count == 0)
        {
            return;
        }

        await Parallel.ForEachAsync(
            hints.Leftovers,
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = stoppingToken },
            async (actorId, cancellationToken) => await LookAsync(actorId, cancellationToken));
        LogSwept(logger, hints.Leftovers.Count);
    }

    private async Task LookAsync(string actorId, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                await shoppers.PublishLeftoversAsync(actorId, cancellationToken);
                return;
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                // The sidecar is not there yet. When it never comes, the actor's reminder still stands.
                await Task.Delay(BetweenAttempts, clock, cancellationToken);
            }
        }
    }
}
